"""Runs that are stopped and go on: signals, walltime, stop file, checkpoints, exit codes. A resumed run's results are an unbroken run's, bit by bit."""
import errno
import os
import pathlib
import random
import re
import signal
import subprocess
import tempfile
import time
import unittest

import h5py

BINARY = os.environ["RISER_BINARY"]
SHIM = os.environ.get("RISER_SHIM", str(pathlib.Path(BINARY).parent / "libriser_faults.so"))
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
OFTEN = ("--set", "output.checkpoint_interval=20 ms")
RIGID = (CONFIGS / "minamitorishima_nodules.yaml", "--set", "grid.cell_length=5 m", "--set", "time.end=3 h", "--set", "output.series_interval=60 s")
WAVES = (CONFIGS / "pump_trip_nodules.yaml", "--set", "grid.cell_length=20 m")
SECTION = (CONFIGS / "mud_section_2d.yaml",)
SMALL = (CONFIGS / "minamitorishima_nodules.yaml", "--set", "grid.cell_length=50 m", "--set", "time.end=20 min", "--set", "output.series_interval=10 s",
         "--set", "output.snapshot_interval=5 min")


class Resume(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.scratch.name)

    def tearDown(self):
        self.scratch.cleanup()

    def start(self, case, out, *words, env=None):
        return subprocess.Popen([BINARY, "run", str(case[0]), *case[1:], "--no-report", "--set", f"output.folder={self.folder / out}", *words],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)

    def run_it(self, case, out, *words, code=0):
        process = self.start(case, out, *words)
        stderr = process.communicate()[1]
        self.assertEqual(process.returncode, code, stderr)
        return stderr

    def run_and_signal(self, case, out, number, *words):
        """Sends the signal once the run has written a new checkpoint; (exit code, what it said)."""
        before = self.checkpoints(out) if "--resume" in words else []
        process = self.start(case, out, *OFTEN, *words)
        while process.poll() is None and self.checkpoints(out) in ([], before):
            time.sleep(0.005)
        if process.poll() is None:
            process.send_signal(number)
        stderr = process.communicate()[1]
        return process.returncode, stderr

    def checkpoints(self, out):
        return sorted((self.folder / out / "checkpoints").glob("checkpoint_??????.h5"))

    def assert_same(self, one, other):
        done = subprocess.run([BINARY, "compare", str(self.folder / one), str(self.folder / other), "--tolerance", "0"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def stopped(self, case, *words):
        """A run that a SIGTERM has cut, in `cut`."""
        code, stderr = self.run_and_signal(case, "cut", signal.SIGTERM, *words)
        self.assertEqual(code, 4, stderr)
        return stderr

    def test_signals_that_stop_end_with_four_and_the_run_goes_on_to_the_same_bits(self):
        for case, number in ((RIGID, signal.SIGTERM), (RIGID, signal.SIGUSR2), (WAVES, signal.SIGINT), (SECTION, signal.SIGTERM)):
            with self.subTest(str(case[0]) + number.name):
                out = case[0].stem + number.name
                self.run_it(case, out + "whole")
                code, stderr = self.run_and_signal(case, out, number)
                self.assertEqual(code, 4, stderr)
                self.assertRegex(stderr, f"stopped by {number.name} at t = .*--resume")
                for _ in range(30):
                    code, stderr = self.run_and_signal(case, out, number, "--resume")
                    if code == 0:
                        break
                    self.assertEqual(code, 4, stderr)
                self.run_it(case, out, "--resume")
                self.assert_same(out + "whole", out)

    def test_a_signal_that_comes_when_all_is_done_changes_nothing(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2):
            process = self.start(SMALL, number.name, env={**os.environ, "LD_PRELOAD": SHIM, "FAULT_LAST": str(int(number))})
            stderr = process.communicate()[1]
            self.assertEqual(process.returncode, 0, stderr)
            self.assertTrue((self.folder / number.name / "summary.json").exists())

    def test_usr1_writes_and_goes_on(self):
        process = self.start(RIGID, "run", "--set", "output.checkpoint_interval=1 h")
        while process.poll() is None and not (self.folder / "run" / "snapshots.h5").exists():
            time.sleep(0.005)
        time.sleep(0.1)
        process.send_signal(signal.SIGUSR1)
        for _ in range(400):
            if self.checkpoints("run") or process.poll() is not None:
                break
            time.sleep(0.005)
        self.assertIsNone(process.poll(), "it ended before the signal did anything")
        self.assertEqual(len(self.checkpoints("run")), 1)
        process.communicate()
        self.assertEqual(process.returncode, 0)

    def test_the_walltime_is_kept_with_time_to_write(self):
        began = time.monotonic()
        case = (*RIGID[:-2], "--set", "output.series_interval=10 s", "--set", "time.end=300 h")
        stderr = self.run_it(case, "run", "--walltime", "4 s", code=4)
        self.assertLess(time.monotonic() - began, 4)
        self.assertIn("stopped by the walltime", stderr)
        self.assertEqual(len(self.checkpoints("run")), 2)  # the first tells how long one takes
        for text in ("soon", "5", "1:99:00", "-1 h"):
            self.assertIn("walltime", self.run_it(RIGID, "bad", "--walltime=" + text, code=2))

    def test_a_stop_file_stops(self):
        process = self.start(RIGID, "run")
        while process.poll() is None and not (self.folder / "run" / "snapshots.h5").exists():
            time.sleep(0.005)
        (self.folder / "run" / "stop").touch()
        self.assertIn("stopped by the stop file", process.communicate()[1])
        self.assertEqual(process.returncode, 4)
        self.assertFalse((self.folder / "run" / "stop").exists())

    def test_the_last_checkpoints_stay_and_a_bad_one_is_skipped_by_name(self):
        self.stopped(RIGID, "--set", "output.checkpoints_kept=2")
        self.assertLessEqual(len(self.checkpoints("cut")), 2)
        self.run_and_signal(RIGID, "cut", signal.SIGTERM, "--resume")
        newest = self.checkpoints("cut")[-1]
        content = bytearray(newest.read_bytes())
        content[len(content) // 2] ^= 1
        newest.write_bytes(content)
        stderr = self.run_it(RIGID, "cut", "--resume")
        self.assertRegex(stderr, f"skipped a bad checkpoint: .*{newest.name}: is damaged")
        self.run_it(RIGID, "whole")
        self.assert_same("whole", "cut")

    def test_no_good_checkpoint_is_an_error_that_leaves_everything(self):
        self.stopped(RIGID)
        for path in self.checkpoints("cut"):
            path.write_bytes(path.read_bytes()[:-100])
        results = (self.folder / "cut" / "snapshots.h5").read_bytes()
        self.assertIn("no checkpoint is good", self.run_it(RIGID, "cut", "--resume", code=5))
        self.assertEqual((self.folder / "cut" / "snapshots.h5").read_bytes(), results)

    def test_a_changed_case_is_refused_by_key_unless_told(self):
        self.stopped(RIGID)
        changed = ("--resume", "--set", "time.courant=0.5")
        self.assertRegex(self.run_it(RIGID, "cut", *changed, code=2), r"--accept-changes.*\n  time\.courant: 0\.8 -> 0\.5")
        self.run_it(RIGID, "cut", *changed, "--accept-changes")
        self.run_it(RIGID, "other", "--set", "time.end=20 min")
        stderr = self.run_it(RIGID, "other", "--resume", "--accept-changes", "--set", "grid.cell_length=10 m", code=2)
        self.assertRegex(stderr, r"phi_0 has \d+ values, the case \d+")

    def test_a_later_end_goes_on_to_the_same_bits_and_a_run_that_is_over_is_left_alone(self):
        self.run_it(SMALL, "whole")
        self.run_it(SMALL, "run", "--set", "time.end=10 min")
        self.assertIn("t = 600 s", self.run_it(SMALL, "run", "--resume"))
        self.assert_same("whole", "run")
        self.assertIn("is over already", self.run_it(SMALL, "run", "--resume"))

    def test_without_a_checkpoint_the_run_begins_anew(self):
        self.assertIn("begins anew", self.run_it(SMALL, "run", "--resume"))
        self.assertIn("--resume goes on with it", self.run_it(SMALL, "run", code=2))

    def test_results_that_are_gone_do_not_hold_the_run_up(self):
        self.stopped(RIGID)
        (self.folder / "cut" / "snapshots.h5").write_bytes(b"no longer a file of results")
        self.assertIn("snapshots.before.h5", self.run_it(RIGID, "cut", "--resume"))
        self.run_it(RIGID, "whole")
        with h5py.File(self.folder / "cut" / "snapshots.h5") as cut, h5py.File(self.folder / "whole" / "snapshots.h5") as whole:
            self.assertGreaterEqual(len(cut["time"]), 1)
            self.assertTrue((cut["pressure"][-1] == whole["pressure"][-1]).all())
            self.assertTrue((cut["envelope/maximum_pressure"][()] == whole["envelope/maximum_pressure"][()]).all())

    def test_a_killed_run_leaves_results_that_open_and_goes_on_to_the_same_bits(self):
        start = time.monotonic()
        self.run_it(RIGID, "whole")
        span = time.monotonic() - start  # [s]
        for attempt in range(40):
            process = self.start(RIGID, "cut", "--resume", *OFTEN)
            try:
                process.communicate(timeout=span * random.Random(attempt).uniform(0.08, 0.65))
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
            if (self.folder / "cut" / "snapshots.h5").exists():
                subprocess.run([BINARY, "compare", str(self.folder / "cut"), str(self.folder / "cut")], check=True, capture_output=True)
            if process.returncode == 0:
                break
        self.assertEqual(process.returncode, 0)
        self.run_it(RIGID, "cut", "--resume")
        self.assert_same("whole", "cut")

    def underway(self, out, *words):
        """A long run that has written results."""
        process = self.start((*RIGID[:-4], "--set", "time.end=3000 h"), out, *OFTEN, *words)
        while process.poll() is None and not self.checkpoints(out):
            time.sleep(0.005)
        self.assertIsNone(process.poll())
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def content(self, out):
        return sorted(str(path.relative_to(self.folder)) for path in (self.folder / out).iterdir())

    def test_a_folder_in_use_is_refused_by_name_until_its_run_ends(self):
        """A second run in whatever mode, a sweep, a sizing and tables; the first goes on undisturbed."""
        first = self.underway("run")
        who = re.escape(f"{self.folder / 'run'} is being written by another riser, process {first.pid} on {os.uname().nodename}; wait")
        for words in (("run", RIGID[0]), ("run", RIGID[0], "--overwrite"), ("run", RIGID[0], "--resume"), ("run", SECTION[0], "--overwrite"), ("sweep", RIGID[0]),
                      ("size", CONFIGS / "size_nodules.yaml"), ("tabulate", SECTION[0], "--set", "tabulate.velocity=[1 m/s, 2 m/s]")):
            done = subprocess.run([BINARY, *map(str, words), "--set", f"output.folder={self.folder / 'run'}"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 2, f"{words}: {done.stderr}")
            self.assertRegex(done.stderr, who, words)
        self.assertIsNone(first.poll())
        first.send_signal(signal.SIGTERM)
        self.assertEqual(first.wait(), 4)
        self.assertNotIn("run/riser.lock", self.content("run"))
        self.assertIn("--overwrite replaces it", self.run_it(RIGID, "run", code=2))
        self.run_it(SMALL, "run", "--overwrite")

    def test_a_killed_run_locks_nothing(self):
        first = self.underway("run")
        first.kill()
        first.wait()
        self.assertIn("run/riser.lock", self.content("run"))
        self.assertIn("resuming from", self.run_it(RIGID, "run", "--resume", "--accept-changes"))
        self.assertEqual(self.content("run"), ["run/checkpoints", "run/riser.files", "run/snapshots.h5", "run/summary.json"])

    def test_of_many_runs_begun_at_once_one_goes_on(self):
        """Each takes the lock before it looks at the folder: none overwrites what another has begun, or has ended meanwhile."""
        for lap in range(3):
            out = f"crowd{lap}"
            crowd = [self.start(SMALL, out) for _ in range(6)]
            said = [process.communicate()[1] for process in crowd]
            self.assertEqual(sorted(process.returncode for process in crowd), [0, 2, 2, 2, 2, 2], said)
            self.assertEqual(self.content(out), [f"{out}/{name}" for name in ("checkpoints", "riser.files", "snapshots.h5", "summary.json")])

    def test_a_refused_case_leaves_no_folder_and_a_strange_lock_is_not_written_into(self):
        self.run_it((*SMALL, "--set", "time.end=-1 s"), "a/b/c", code=2)
        self.run_it(SMALL, "a/b/c", "--device", "cuda", code=6)
        self.assertEqual(list(self.folder.iterdir()), [])
        (self.folder / "mine").write_text("mine")
        (self.folder / "run").mkdir()
        (self.folder / "run" / "riser.lock").symlink_to(self.folder / "mine")
        self.assertIn("riser.lock: Too many levels of symbolic links", self.run_it(SMALL, "run", code=5))
        self.assertEqual((self.folder / "mine").read_text(), "mine")

    def test_a_file_system_without_locks_is_said_and_the_run_goes_on(self):
        for name, code in (("ENOLCK", 0), ("ENOSYS", 0), ("EIO", 5)):
            process = self.start(SMALL, name, env={**os.environ, "LD_PRELOAD": SHIM, "FAULT_LOCK": str(getattr(errno, name))})
            stderr = process.communicate()[1]
            self.assertEqual(process.returncode, code, stderr)
            self.assertIn(os.strerror(getattr(errno, name)), stderr)
            self.assertEqual("see to it that no other riser writes there" in stderr, code == 0, stderr)


if __name__ == "__main__":
    unittest.main()
