"""What a case needs: a program to run and numbers to read back."""
import collections
import dataclasses
import os
import pathlib
import subprocess
import tempfile

try:
    import h5py
except ImportError:  # `riser dump` reads for us
    h5py = None
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONFIGS = ROOT / "configs" / "verify"


@dataclasses.dataclass
class Result:
    """One number of a case against its tolerance. `order` is the observed order of accuracy, nan where none is claimed."""
    name: str           # case, then what is measured: "pulse/uniform/order"
    cells: int
    error: float        # what is compared with the tolerance; for an order: wanted minus observed, tolerance 0
    tolerance: float
    order: float = float("nan")
    model: str = "axial/rigid"
    what: str = ""      # one line for people: which norm, of what

    @property
    def passed(self):
        return bool(self.error <= self.tolerance)  # False for nan


class Run:
    """A run read back from its snapshots: run["pressure"] is (time, s); run["series/flow_rate"] is (time,)."""

    def __init__(self, path, binary):
        self.data, self.attributes = read_results(path) if h5py else dumped_results(path, binary)

    def __getitem__(self, name):
        return self.data[name]

    def at(self, name, time):
        """The snapshot of `name` at exactly `time` [s]."""
        index = int(np.argmin(np.abs(self["time"] - time)))
        if abs(self["time"][index] - time) > 1e-6 * max(time, 1):
            raise ValueError(f"no snapshot at {time} s")
        return self[name][index]


def read_results(path):
    """Every data set of a file by its path within it, and the file's attributes."""
    data = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, item: data.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None)
        return data, dict(file.attrs)


def dumped_results(path, binary):
    """The same, of numbers alone and with empty attributes, where Python has no h5py."""
    folder = pathlib.Path(path).with_suffix(".npys")
    subprocess.run([binary, "dump", str(path), str(folder)], check=True)
    return {str(file.relative_to(folder).with_suffix("")): np.load(file) for file in folder.rglob("*.npy")}, collections.defaultdict(str)


class Lab:
    """Runs cases in a scratch folder. `faults`: settings that plant a fault in every run, or (command, setting) in the runs of one command, for the
    test of the harness."""

    def __init__(self, device="cpu", faults=(), table=None):
        self.binary = os.environ.get("RISER_BINARY", str(ROOT / "build" / "release" / "riser"))
        self.device, self.faults, self.table = device, list(faults), table
        self.scratch = tempfile.TemporaryDirectory(prefix="riser_verify_")
        self.runs = 0

    def run(self, config, command="run", words=(), **settings):
        """Runs (sizes, tabulates) configs/verify/CONFIG.yaml with settings {"grid.cell_length": "10 m"} given as lab.run("pulse", **{...}).
        Tabulated: the folder of the tables, instead of a Run. `words`: more of the command line."""
        self.runs += 1
        folder = pathlib.Path(self.scratch.name) / f"{self.runs:03d}_{config}"
        words = [self.binary, command, str(CONFIGS / f"{config}.yaml"), "--quiet", "--device", self.device, *words]
        words += [] if command == "tabulate" else ["--no-report"]
        for key, value in {**settings, "output.folder": folder}.items():
            words += ["--set", f"{key}={value}"]
        for fault in self.faults:
            only, setting = fault if isinstance(fault, tuple) else (command, fault)
            words += ["--set", setting] if only == command else []
        done = subprocess.run(words, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)}\nended with {done.returncode}: {done.stderr.strip()}")
        if command == "tabulate":
            return folder
        return Run(folder / {"run": "snapshots.h5", "size": "size.h5"}[command], self.binary)


def orders(cells, errors):
    """Observed order between neighbouring grids."""
    return [float(np.log(e0 / e1) / np.log(n1 / n0)) for n0, n1, e0, e1 in zip(cells, cells[1:], errors, errors[1:])]


def read_table(path):
    """Columns of a CSV file by the names in its first line that is no comment."""
    lines = [text for text in pathlib.Path(path).read_text().splitlines() if text.strip() and not text.startswith("#")]
    values = np.array([[float(word) for word in text.split(",")] for text in lines[1:]])
    return dict(zip((name.strip() for name in lines[0].split(",")), values.T))
