"""`riser compare` and `riser dump`: what a machine without Python's HDF5 judges runs with."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

from verify import lab

BINARY = os.environ["RISER_BINARY"]
CASE = pathlib.Path(__file__).resolve().parents[2] / "configs" / "verify" / "heat.yaml"


def riser(*words):
    return subprocess.run([BINARY, *map(str, words)], capture_output=True, text=True)


class Readers(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.scratch.name)
        for name, temperature in (("one", []), ("same", []), ("other", ["--set", "time.courant=0.4"])):
            done = riser("run", CASE, "--quiet", "--no-report", "--set", f"output.folder={self.folder / name}", *temperature)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.addCleanup(self.scratch.cleanup)

    def test_runs_that_agree_and_runs_that_differ(self):
        self.assertEqual(riser("compare", self.folder / "one", self.folder / "same", "--tolerance", "0").returncode, 0)
        done = riser("compare", self.folder / "one", self.folder / "other", "--tolerance", "1e-14", "--json")
        self.assertEqual(done.returncode, 1)
        found = json.loads(done.stdout)
        self.assertFalse(found["passed"])
        temperature = {f["name"]: f for f in found["fields"]}["temperature"]
        with h5py.File(self.folder / "one" / "snapshots.h5") as a, h5py.File(self.folder / "other" / "snapshots.h5") as b:
            apart = np.abs(a["temperature"][()] - b["temperature"][()]).max()
            self.assertAlmostEqual(temperature["largest"], apart, delta=1e-12)

    def test_a_missing_file_is_named(self):
        done = riser("compare", self.folder / "one", self.folder / "nothing.h5")
        self.assertEqual(done.returncode, 5)
        self.assertIn("nothing.h5 is not there", done.stderr)

    def test_a_dump_stays_in_its_folder(self):
        hostile = self.folder / "hostile.h5"
        with h5py.File(hostile, "w") as file:
            h5py.h5g.create(file.id, b"..")
            file.create_dataset("../outside", data=[1.0])
        done = riser("dump", hostile, self.folder / "dumped")
        self.assertEqual(done.returncode, 5)
        self.assertIn("outside", done.stderr)
        self.assertFalse((self.folder / "outside.npy").exists())

    def test_a_dump_holds_the_file_s_numbers(self):
        path = self.folder / "one" / "snapshots.h5"
        read, _ = lab.read_results(path)
        dumped, _ = lab.dumped_results(path, BINARY)
        numbers = {name: value for name, value in read.items() if np.asarray(value).dtype.kind in "iuf"}
        self.assertEqual(set(dumped), set(numbers))
        for name, value in numbers.items():
            np.testing.assert_array_equal(dumped[name], value)
            self.assertEqual(dumped[name].shape, np.shape(value))

    def test_the_harness_does_without_h5py(self):
        hidden = self.folder / "hidden"
        hidden.mkdir()
        (hidden / "h5py.py").write_text("raise ImportError('not there')\n")
        path = os.pathsep.join([str(hidden), os.environ.get("PYTHONPATH", "")])
        done = subprocess.run([sys.executable, "-m", "verify", "heat", "kynch", "--no-pictures"], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": path})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
