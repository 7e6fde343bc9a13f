"""What the steps share: programs and where they lie, commands with a time limit, what a step says of itself."""
import dataclasses
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSED, FAILED, SKIPPED, NOT_MEASURED = "passed", "FAILED", "skipped", "not measured"


@dataclasses.dataclass
class Step:
    """`status`: passed; FAILED; skipped, when a tool or the time is missing; not measured, when there is no device."""
    name: str
    status: str
    note: str = ""
    seconds: float = 0.0


@dataclasses.dataclass
class Done:
    """A command that ended, or was cut off at its limit (code None)."""
    code: int | None
    out: str
    seconds: float

    def last(self, lines=3):
        return " | ".join(line.strip() for line in self.out.strip().splitlines()[-lines:])[:400]


class Lab:
    """`deadline`: when the whole must end [s, time.monotonic]; `out`: the folder of the results."""

    def __init__(self, out, limit, gpu, cases=()):
        self.out, self.gpu, self.cases = pathlib.Path(out), gpu, list(cases)
        self.deadline = time.monotonic() + limit
        self.log = open(self.out / "log.txt", "a", encoding="utf-8")

    def left(self):
        return max(0.0, self.deadline - time.monotonic())

    def run(self, words, limit, **environment):
        """Within `limit` seconds or what is left of the whole, whatever is less; a command that takes longer is ended with its children."""
        limit, start = min(limit, self.left()), time.monotonic()
        words = [str(word) for word in words]
        child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
                                 env=os.environ | {"RISER_BINARY": str(program("riser"))} | environment)
        try:
            text, code = child.communicate(timeout=limit)[0], child.returncode
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            text, code = child.communicate()[0], None
        done = Done(code, text.decode(errors="replace"), time.monotonic() - start)
        self.log.write(f"$ {' '.join(words)}\n{done.out}[{'cut off' if code is None else code}, {done.seconds:.1f} s]\n\n")
        self.log.flush()
        return done

    def write(self, name, data):
        text = data if isinstance(data, str) else json.dumps(data, indent=1) + "\n"
        (self.out / name).write_text(text, encoding="utf-8")


def folders():
    """Where programs may lie, best first: named, the packed folder itself, what was packed or built here."""
    named = [pathlib.Path(os.environ["RISER_BINARY"]).resolve().parent] if os.environ.get("RISER_BINARY") else []
    return named + [ROOT] * (not (ROOT / "CMakeLists.txt").exists()) + [ROOT / "build" / place for place in ("portable/ship", "portable", "release")]


def program(*names):
    """The first of the names that is there, None if none is."""
    if "riser" in names and os.environ.get("RISER_BINARY"):
        return pathlib.Path(os.environ["RISER_BINARY"])
    for folder in folders():
        for name in names:
            if os.access(folder / name, os.X_OK) and (folder / name).is_file():
                return folder / name
    return None


def tool(name):
    """Of a CUDA toolkit; None if it is not there."""
    found = shutil.which(name)
    for folder in ("/usr/local/cuda/bin", "/usr/local/cuda/compute-sanitizer", "/opt/nvidia/nsight-compute"):
        found = found or shutil.which(name, path=folder)
    return found


def seconds_as_text(value):
    return f"{value:.1f} s"
