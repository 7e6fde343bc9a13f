"""What is compared: executables that are run, or saved JSON that is read."""
import json
import os
import pathlib
import subprocess

from compare.errors import BadInput, Failed

HINT = "give a riser_bench executable, a build folder that holds one, or JSON saved by riser bench --json FILE"


class Saved:
    """JSON of a run: repeats of each case in ns an item."""

    def __init__(self, path):
        self.path = path
        try:
            entries = json.loads(path.read_text())["benchmarks"]
            self.times = {e["name"]: e.get("repeats_real_time") for e in entries}
        except (ValueError, KeyError, TypeError, UnicodeDecodeError) as e:
            raise BadInput(f"{path}: no JSON of riser bench ({e}); {HINT}") from e
        short = [name for name, times in self.times.items() if not times or len(times) < 4]
        if short:
            raise BadInput(f"{path}: fewer than 4 repeats of {short[0]}; save it again with --repeats 20")


class Executable:
    def __init__(self, path):
        self.path = path

    def call(self, *words, timeout=3600):
        try:
            done = subprocess.run([str(self.path), *words], capture_output=True, text=True, timeout=timeout)
        except (OSError, subprocess.TimeoutExpired) as e:
            raise Failed(f"{self.path}: could not be run ({e})") from e
        if done.returncode == 2 and "no case matches" in done.stderr:
            raise BadInput(done.stderr.strip())
        if done.returncode != 0:
            raise Failed(f"{self.path} {' '.join(words)}: exit code {done.returncode}: {done.stderr.strip()[-300:] or 'no message'}")
        return done.stdout

    def names(self, filter_, threads):
        """Cases that can be measured here, crossover apart unless it is named."""
        lines = self.call("--list", "--filter", filter_, *threads).splitlines()
        names = [line.split()[0] for line in lines if line.strip() and "not measured" not in line]
        return [n for n in names if not n.startswith("crossover/") or "crossover" in filter_]

    def measure(self, name, *words):
        """One entry of the JSON."""
        text = self.call("--json", "-", "--filter", f"^{escaped(name)}$", *words)
        try:
            return next(e for e in json.loads(text)["benchmarks"] if e["name"] == name)
        except (ValueError, KeyError, TypeError, StopIteration) as e:
            raise Failed(f"{self.path}: its JSON does not hold {name}; is it a riser_bench?") from e

    def time(self, name, portions, clock, threads):
        """[ns] an item: the least of three repeats of so many portions, since others can only slow it."""
        entry = self.measure(name, "--repeats", "3", "--portions", str(portions), "--no-limits", *threads)
        times = entry.get("repeats_" + ("cpu" if clock == "cpu" or (clock == "auto" and computes_alone(entry)) else "real") + "_time")
        if not times or not all(t > 0 for t in times):
            raise Failed(f"{self.path}: its JSON holds no times of {name}; is it a riser_bench of another version?")
        return min(times)


def computes_alone(entry):
    """One thread that only computes: its CPU time is its own, however busy the machine."""
    return entry.get("threads") == 1 and "device:cuda" not in entry["name"] and not entry["name"].startswith("io/")


def escaped(name):
    return "".join("\\" + c if c in ".+*?()[]{}|^$\\" else c for c in name)


def find(word):
    """An executable, a build folder or saved JSON."""
    path = pathlib.Path(word)
    if path.is_dir():
        inside = [p for p in (path / "riser_bench", path / "build" / "release" / "riser_bench") if p.is_file()]
        if not inside:
            raise BadInput(f"{word}: no riser_bench in this folder; build it (ninja riser_bench), or {HINT}")
        path = inside[0]
    if not path.is_file():
        raise BadInput(f"{word}: not found; {HINT}")
    if os.access(path, os.X_OK):
        return Executable(path.resolve())
    return Saved(path)


class Pairs:
    """Interleaved runs of two executables, portions chosen once so that both do the same work."""

    def __init__(self, a, b, clock, threads, seconds):
        self.sides, self.clock, self.threads, self.seconds = {"A": a, "B": b}, clock, threads, seconds
        self.portions = {}

    def names(self, filter_):
        a, b = (self.sides[s].names(filter_, self.threads) for s in "AB")
        common = [n for n in a if n in b]
        if not common:
            raise BadInput(f"A and B have no case in common that matches --filter '{filter_}'")
        return common

    def blocks(self, name, count, first=0):
        """Order and times of `count` blocks; every other one begins with B."""
        if name not in self.portions:
            self.portions[name] = self.sides["A"].measure(name, "--repeats", "1", "--min-time", str(self.seconds / 3), "--no-limits", *self.threads)["portions"]
        order = "".join("ABBA" if (first + k) % 2 == 0 else "BAAB" for k in range(count))
        return order, [self.sides[side].time(name, self.portions[name], self.clock, self.threads) for side in order]
