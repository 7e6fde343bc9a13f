"""What the tests of faults share: three small cases, runs under a shim that spoils their writes, and what must hold afterwards."""
import collections
import concurrent.futures
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import unittest

import h5py
import numpy

BINARY = os.environ["RISER_BINARY"]
SHIM = os.environ.get("RISER_SHIM", str(pathlib.Path(BINARY).parent / "libriser_faults.so"))
TIMES = float(os.environ.get("RISER_FAULTS", "1"))  # so many times the usual number of faults
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
OFTEN = ("--set", "output.checkpoint_interval=10 ms")
ALWAYS = ("--set", "output.checkpoint_interval=1 us")  # a checkpoint at each look: the calls are the same in every run


def case(name, *settings):
    return (str(CONFIGS / name), *(word for setting in settings for word in ("--set", setting)))


CASES = {
    "rigid": case("minamitorishima_nodules.yaml", "grid.cell_length=100 m", "time.end=4 min", "output.series_interval=20 s", "output.snapshot_interval=1 min"),
    "elastic": case("pump_trip_nodules.yaml", "grid.cell_length=200 m", "time.end=60 s", "waves.between=[[15 s, 20 s]]", "waves.record_interval=1 s",
                    "events=[{at: 16 s, action: pump_trip}, {at: 16 s, action: feed_stop}, {at: 40 s, action: pump_restart}]", "output.snapshot_interval=10 s"),
    "axisymmetric": case("mud_section_2d.yaml", "time.end=1 s", "output.series_interval=0.1 s", "output.snapshot_interval=0.25 s", "grid.radial_cells=16",
                         "grid.wall_cell=5 mm", "grid.cell_length=0.5 m")}

tried = collections.Counter()  # by kind of fault; printed at the end
notes = collections.Counter()  # what else was seen


def count(usual):
    return max(1, round(usual * TIMES))


def tell():
    """What a module's end prints."""
    print("faults tried and survived: " + ", ".join(f"{number} {kind}" for kind, number in tried.items()))
    print("seen: " + ", ".join(f"{number} {what}" for what, number in notes.items()))


def words_of(name, folder, *words):
    return [BINARY, "run", *CASES[name], "--device", "cpu", "--threads", "1", "--no-report", "--set", f"output.folder={folder}", *words]


def run(name, folder, *words, faults=None, **options):
    """(exit code, what it said); `faults`: what the shim reads."""
    environment = {**os.environ, "LD_PRELOAD": SHIM, **{key: str(value) for key, value in faults.items()}} if faults else None
    done = subprocess.run(words_of(name, folder, *words), env=environment, capture_output=True, text=True, timeout=60, **options)
    return done.returncode, done.stderr


def growing(file):
    """Every set with its axis of time."""
    for group, sets in (("/", file), ("series", file.get("series", {}))):
        for key in sets:
            if isinstance(sets[key], h5py.Dataset) and sets[key].maxshape[:1] == (None,) and key != "time":
                yield sets[key], file[group]["time"]


def in_parallel(work, items):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(work, items))


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # where it syncs at once
        cls.scratch = tempfile.TemporaryDirectory(dir=memory)
        cls.folder = pathlib.Path(cls.scratch.name)
        for name in CASES:
            code, stderr = run(name, cls.folder / f"whole_{name}")
            assert code == 0, stderr

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def place(self, *parts):
        folder = self.folder / "_".join(str(part) for part in parts)
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def check_results(self, name, folder, where):
        """The file opens in plain h5py, and the rows that `time` counts are an unbroken run's, bit by bit."""
        path = folder / "snapshots.h5"
        if not path.exists():
            return 0
        with h5py.File(path, "r") as file, h5py.File(self.folder / f"whole_{name}" / "snapshots.h5", "r") as whole:
            for data, time in growing(file):
                self.assertGreaterEqual(len(data), len(time), f"{where}: {data.name}")
                notes["a set longer than its time"] += len(data) > len(time)
                numpy.testing.assert_array_equal(data[:len(time)], whole[data.name][:len(time)], f"{where}: {data.name}")
                numpy.testing.assert_array_equal(time[()], whole[time.name][:len(time)], where)
            return len(file["time"])

    def check_end(self, name, folder, where):
        """The last rows are an unbroken run's."""
        with h5py.File(folder / "snapshots.h5", "r") as file, h5py.File(self.folder / f"whole_{name}" / "snapshots.h5", "r") as whole:
            for data, _ in growing(file):
                if len(data):
                    numpy.testing.assert_array_equal(data[-1], whole[data.name][-1], f"{where}: {data.name}")

    def calls(self, name, *words):
        """A letter for each call that the shim counts in a run."""
        folder, log = self.place("count", name), self.folder / f"calls_{name}"
        code, stderr = run(name, folder, *ALWAYS, *words, faults={"FAULT_LOG": log})
        self.assertEqual(code, 0, stderr)
        letters = log.read_text()
        log.unlink()
        shutil.rmtree(folder)
        return letters

    def cut(self, name, *words, share=0.6):
        """The folder of a run that was killed at that share of its calls."""
        folder, at = self.place("cut", name), int(len(self.calls(name)) * share)
        code, stderr = run(name, folder, *ALWAYS, *words, faults={"FAULT_AT": at, "FAULT_KIND": "kill"})
        self.assertEqual(code, -signal.SIGKILL, stderr)
        return folder

    def resume(self, name, folder, where, aside_is_good=False, again=True):
        """Goes on to the end: the same bits; or the results were put aside by name, where that is good."""
        code, stderr = run(name, folder, "--resume")
        self.assertEqual(code, 0, f"{where}: {stderr}")
        if again and "is over already" not in stderr:
            code, stderr_again = run(name, folder, "--resume")
            self.assertEqual(code, 0, f"{where}: {stderr_again}")
            self.assertIn("is over already", stderr_again, where)
        aside = re.search(r"what is left of it is .*snapshots\.before\.h5", stderr)
        self.assertTrue(aside_is_good or not aside, f"{where}: {stderr}")
        notes["results put aside by name"] += bool(aside)
        same = subprocess.run([BINARY, "compare", self.folder / f"whole_{name}", folder, "--tolerance", "0"], capture_output=True, text=True)
        if not aside:
            self.assertEqual(same.returncode, 0, f"{where}: {stderr}{same.stdout}{same.stderr}")
        else:
            self.check_end(name, folder, where)
        shutil.rmtree(folder)
        return stderr

    def checkpoints(self, folder):
        return sorted((folder / "checkpoints").glob("checkpoint_??????.h5"))
