"""What every comparison needs: Riser's program and its rate, the machine's name, one core, a library and its clock."""
import datetime
import importlib
import json
import os
import pathlib
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
REPEATS = 3


def binary():
    """Riser's program: RISER_BINARY, or the newest build of this tree."""
    known = os.environ.get("RISER_BINARY")
    built = sorted(ROOT.glob("build/*/riser"), key=lambda path: path.stat().st_mtime)
    return known or (str(built[-1]) if built else None)


def child_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def riser_run(text, device="cpu", repeats=1):
    """(summary, {name: last snapshot}) of a case given as text, on one thread; of several runs the one that took least time. On a core that
    is shared, a run's time is its processor time, its start and its files included, where that is less than its wall time."""
    import numpy
    best = None
    with tempfile.TemporaryDirectory(prefix="riser_peers_") as folder:
        case = pathlib.Path(folder) / "case.yaml"
        case.write_text(text)
        for repeat in range(repeats):
            out = pathlib.Path(folder) / f"out{repeat}"
            words = [binary(), "run", str(case), "--quiet", "--no-report", "--json", "--device", device, "--threads", "1", "--set", f"output.folder={out}"]
            before = child_seconds()
            done = subprocess.run(words, capture_output=True, text=True)
            if done.returncode != 0:
                raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}: {done.stderr.strip()}")
            summary = json.loads(done.stdout)
            if device == "cpu":
                summary["wall_time_s"] = min(summary["wall_time_s"], child_seconds() - before)
            if best is None or summary["wall_time_s"] < best["wall_time_s"]:
                best = summary
        subprocess.run([binary(), "dump", str(out), str(out)], check=True, capture_output=True)  # no Python need know HDF5
        fields = {name: numpy.load(out / f"{name}.npy")[-1] for name in ("concentration", "pressure", "axial_velocity") if (out / f"{name}.npy").exists()}
    return best, fields


def riser_rate(text, device="cpu", repeats=REPEATS):
    """[cell-steps/s] of a whole run, its start and its files included; the only place that knows where Riser tells its rate."""
    summary = riser_run(text, device, repeats)[0]
    return summary["cells"] * summary["steps"] / summary["wall_time_s"]


def bench_rates(words):
    """{name: cell-steps/s} of what `riser bench` runs, the program beside Riser's; empty where it has no such cases or no such device."""
    bench = pathlib.Path(binary()).with_name("riser_bench")
    if not bench.exists():
        return {}
    done = subprocess.run([str(bench), "--filter", words, "--json"], capture_output=True, text=True)
    try:
        return {row["name"]: row["items_per_second"] for row in json.loads(done.stdout)["benchmarks"] if "items_per_second" in row}
    except (ValueError, KeyError):
        return {}


def gpu():
    """Name of the first GPU, or None."""
    try:
        done = subprocess.run(["nvidia-smi", "--query-gpu=name", "--format=csv,noheader"], capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 and done.stdout.strip() else None


def processor():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def commit():
    """Of this tree; of the program, where the tree came without its history."""
    for words in (["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], [binary(), "--version"]):
        try:
            done = subprocess.run(words, capture_output=True, text=True)
        except OSError:
            continue
        found = re.search(r"\b[0-9a-f]{7,40}\b", done.stdout)
        if done.returncode == 0 and found:
            return found.group()
    return "unknown"


def context():
    riser = subprocess.run([binary(), "--version"], capture_output=True, text=True).stdout.strip()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {"date": datetime.date.today().isoformat(), "commit": commit(), "riser": riser, "cpu": processor(), "cores_used": 1,
            "clock": "processor time on the core, wall time on the GPU", "python": platform.python_version(),
            "load_at_start": None if load is None else round(load, 1), "gpu": gpu() or "none"}


# Memory that is freed stays with the program: else every temporary array of a core's cache size is given back to the system and asked for
# anew, at three times the cost of what is done in it.
GENEROUS = {"MALLOC_TRIM_THRESHOLD_": "1000000000", "MALLOC_TOP_PAD_": "100000000", "MALLOC_MMAP_THRESHOLD_": "1000000000", "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def hold_one_core(core):
    """This process and what it starts keep to one core, with one thread and the allocator that suits array Python: the program starts itself
    again where these are not set, for libraries read them as they are loaded."""
    if any(os.environ.get(name) != value for name, value in GENEROUS.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], dict(os.environ, **GENEROUS))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})


def library(name):
    """(module of arrays, version) of numpy, cupy or jax; None where it is missing."""
    try:
        found = importlib.import_module(name)
    except ImportError:
        return None
    if name == "jax":
        found.config.update("jax_enable_x64", True)
        return importlib.import_module("jax.numpy"), found.__version__
    return found, found.__version__


def on_gpu(name):
    """Whether the library computes on a GPU here."""
    if name == "numpy" or gpu() is None:
        return False
    if name == "jax":
        return importlib.import_module("jax").default_backend() == "gpu"
    return True


def steps_per_second(advance, state, wait, clock, least=0.5):
    """Steps a second of `advance(state, count)`, best of three; as many steps at a time as take `least` seconds of `clock`. `wait`(state)
    returns when the device has it."""
    def timed(count):
        nonlocal state
        start = clock()
        state = advance(state, count)
        wait(state)
        return clock() - start
    timed(1)
    count, taken = 1, timed(1)
    while taken < least:
        count = max(2 * count, int(count * least / max(taken, 1e-9)))
        taken = timed(count)
    return count / min(taken, *(timed(count) for _ in range(REPEATS - 1)))


def clock_of(name):
    """Processor time of this process on a core, wall time on a GPU."""
    return time.perf_counter if on_gpu(name) else time.process_time
