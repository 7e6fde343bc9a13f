"""riser-mpi: the same bits on any number of ranks as riser's; a signal to a rank, or its death, ends all with a sweep that goes on."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import h5py

BINARY = os.environ["RISER_BINARY"]
RANKED = pathlib.Path(BINARY).with_name("riser-mpi")
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
VARY = ('sweep={method: latin_hypercube, samples: 30, seed: 1, vary: [{key: "pipe.segments[0].bore", from: 0.28 m, to: 0.36 m}, '
        '{key: "feeds[0].dry_rate", from: 10 t/h, to: 40 t/h}]}')
CASE = (str(CONFIGS / "minamitorishima_nodules.yaml"), "--set", "grid.cell_length=50 m", "--set", "time.end=1 h", "--set", "output.series_interval=60 s",
        "--set", VARY, "--no-report")
# As in a container, where everybody is root and there may be fewer cores than ranks.
ENVIRONMENT = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")


class Ranks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.folder = pathlib.Path(cls.scratch.name)
        subprocess.run([BINARY, "sweep", *CASE, "--quiet", "--set", f"output.folder={cls.folder / 'whole'}"], check=True)

    def start(self, ranks, out, *words):
        return subprocess.Popen(["mpirun", "--oversubscribe", "-n", str(ranks), RANKED, "sweep", *CASE, "--set", f"output.folder={self.folder / out}", *words],
                                env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run_it(self, ranks, out, *words, code=0):
        process = self.start(ranks, out, *words)
        stderr = process.communicate(timeout=120)[1]
        self.assertEqual(process.returncode, code, stderr)
        return stderr

    def assert_same(self, out):
        for name in ("sweep.csv", "sweep.json"):
            self.assertEqual((self.folder / out / name).read_bytes(), (self.folder / "whole" / name).read_bytes(), name)
        done = subprocess.run([BINARY, "compare", self.folder / out / "sweep.h5", self.folder / "whole" / "sweep.h5", "--tolerance", "0"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def members(self, out):
        return sum(path.read_bytes().count(b"\n") for path in (self.folder / out).glob("sweep*.journal"))

    def ranks_of(self, process):
        """The ranks' process numbers: mpirun's children."""
        return [int(number) for number in pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]

    def test_any_number_of_ranks_gives_the_same_bits(self):
        for ranks in (1, 2, 4):
            self.run_it(ranks, f"on{ranks}")
            self.assert_same(f"on{ranks}")
        with h5py.File(self.folder / "on4" / "sweep.h5") as file, h5py.File(self.folder / "whole" / "sweep.h5") as whole:
            self.assertEqual(sorted(file), sorted(whole))
            self.assertEqual(file["energy"].dims[0][0].name, "/member")

    def cut(self, out, number, rank):
        """A sweep of four ranks of which one gets a signal after a few members; what mpirun ended with."""
        process = self.start(4, out)
        while process.poll() is None and self.members(out) < 4:
            time.sleep(0.002)
        os.kill(self.ranks_of(process)[rank], number)
        stderr = process.communicate(timeout=60)[1]
        return process.returncode, stderr

    def test_a_signal_to_any_rank_stops_all_with_four_and_the_sweep_goes_on(self):
        for number, rank in ((signal.SIGTERM, 0), (signal.SIGUSR2, 3)):
            code, stderr = self.cut(number.name, number, rank)
            self.assertEqual(code, 4, stderr)
            self.assertIn(f"stopped by {number.name}", stderr)
            self.assertIn(f"resuming with {self.members(number.name)} of 30", self.run_it(2, number.name, "--resume"))
            self.assert_same(number.name)

    def test_a_rank_that_is_killed_ends_all_and_the_ordinary_program_goes_on(self):
        code, stderr = self.cut("killed", signal.SIGKILL, 2)
        self.assertNotEqual(code, 0, stderr)
        kept = self.members("killed")
        self.assertGreaterEqual(kept, 4)
        done = subprocess.run([BINARY, "sweep", *CASE, "--resume", "--set", f"output.folder={self.folder / 'killed'}"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"resuming with {kept} of 30", done.stderr)
        self.assert_same("killed")

    def test_what_is_wrong_is_said_once_and_ends_all(self):
        self.run_it(2, "there")
        self.assertEqual(self.run_it(2, "there", code=2).count("holds a sweep already"), 1)
        one = subprocess.run([BINARY, "sweep", *CASE, "--set", "time.end=soon"], capture_output=True, text=True).stderr
        self.assertIn("time.end", one)
        self.assertEqual(self.run_it(2, "bad", "--set", "time.end=soon", code=2).count("time.end"), one.count("time.end"))
        wall = self.folder / "wall"
        wall.write_text("")
        self.run_it(2, "wall/out", code=5)


if __name__ == "__main__":
    if not RANKED.exists() or not shutil.which("mpirun"):
        print("skipped: no riser-mpi (cmake -DRISER_MPI=ON) or no mpirun")
        sys.exit(77)
    unittest.main()
