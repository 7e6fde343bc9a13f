"""Sweeps that are killed or stopped and go on, and the gathering of a job array: the same tables as an unbroken sweep's, byte by byte."""
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import tempfile
import time
import unittest

BINARY = os.environ["RISER_BINARY"]
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
VARY = ('sweep={method: latin_hypercube, samples: 30, seed: 1, vary: [{key: "pipe.segments[0].bore", from: 0.28 m, to: 0.36 m}, '
        '{key: "feeds[0].dry_rate", from: 10 t/h, to: 40 t/h}]}')
# Thirty members of about 25 ms each.
CASE = (CONFIGS / "minamitorishima_nodules.yaml", "--set", "grid.cell_length=50 m", "--set", "time.end=1 h", "--set", "output.series_interval=60 s",
        "--set", VARY, "--no-report")


# Three members of about 0.3 s each.
LONG = (CASE[0], *CASE[1:3], "--set", "time.end=30 h", *CASE[5:7], "--set",
        'sweep={vary: [{key: "pipe.segments[0].bore", values: [0.28 m, 0.3 m, 0.32 m]}]}', "--no-report")


class SweepResume(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        start = time.monotonic()
        cls.run_it("whole")
        cls.span = time.monotonic() - start  # [s] of an unbroken sweep
        start = time.monotonic()
        cls.run_it("long_whole", "--threads", "1", case=LONG)
        cls.member = (time.monotonic() - start) / 3  # [s] of a long member

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    @classmethod
    def start(cls, out, *words, case=CASE):
        return subprocess.Popen([BINARY, "sweep", str(case[0]), *case[1:], "--set", f"output.folder={cls.folder / out}", *words],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @classmethod
    def run_it(cls, out, *words, code=0, case=CASE):
        process = cls.start(out, *words, case=case)
        stderr = process.communicate()[1]
        if process.returncode != code:
            raise AssertionError(f"{process.returncode} is not {code}: {stderr}")
        return stderr

    def journal(self, out):
        path = self.folder / out / "sweep.journal"
        return path.read_bytes().splitlines(keepends=True) if path.exists() else []

    def assert_same(self, one, other):
        a, b = self.folder / one, self.folder / other
        for name in ("sweep.csv", "sweep.json"):
            self.assertEqual((a / name).read_bytes(), (b / name).read_bytes(), name)
        done = subprocess.run([BINARY, "compare", a / "sweep.h5", b / "sweep.h5", "--tolerance", "0"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def wait_for_members(self, out, process, count):
        while process.poll() is None and len(self.journal(out)) < count:
            time.sleep(0.002)

    def test_killed_at_random_instants_only_what_was_under_way_is_lost(self):
        dice = random.Random(4)
        for sweep in range(3):
            out, kept = f"killed{sweep}", 0
            for _ in range(4):
                process = self.start(out, "--resume", "--threads", "2")
                time.sleep(dice.uniform(0, 0.4 * self.span))
                process.kill()
                process.communicate()
                self.assertGreaterEqual(len(self.journal(out)), kept)
                kept = len(self.journal(out))
            stderr = self.run_it(out, "--resume")
            self.assertLessEqual(abs(int(re.search(r"resuming with (\d+) of 30 members", stderr)[1]) - kept), 1)  # the last line may be torn
            self.assert_same("whole", out)

    def test_the_same_results_are_the_same_file_whatever_the_time_of_day(self):
        self.run_it("again")
        before = (self.folder / "again" / "sweep.h5").read_bytes()
        time.sleep(1.1)  # HDF5 would note seconds
        self.run_it("again", "--resume")
        self.assertEqual((self.folder / "again" / "sweep.h5").read_bytes(), before)

    def test_a_kill_while_tables_are_written_leaves_a_sweep_that_goes_on(self):
        self.run_it("tables", "--threads", "2")
        for name in ("sweep.csv", "sweep.h5", "sweep.json"):
            (self.folder / "tables" / name).rename(self.folder / "tables" / (name + ".part"))
        self.assertIn("resuming with 30 of 30 members ended", self.run_it("tables", "--resume"))
        self.assert_same("whole", "tables")

    def test_a_torn_line_is_skipped_wherever_it_is_torn(self):
        self.run_it("torn")
        lines = self.journal("torn")
        dice, path = random.Random(2), self.folder / "torn" / "sweep.journal"
        for cut in (1, 8, 9, len(lines[-1]) - 2, dice.randrange(10, len(lines[-1]) - 2)):
            path.write_bytes(b"".join(lines[:-1]) + lines[-1][:cut])
            self.assertIn("29 of 30 members ended", self.run_it("torn", "--resume"))
            self.assert_same("whole", "torn")
        self.assertIn("30 of 30 members ended", self.run_it("torn", "--resume"))  # the torn line took no other with it
        damaged = bytearray(lines[3])
        damaged[len(damaged) // 2] ^= 1
        path.write_bytes(b"".join(lines[:3]) + bytes(damaged) + b"".join(lines[4:]))
        stderr = self.run_it("torn", "--resume")
        self.assertIn("skipped 1 torn line", stderr)
        self.assertIn("29 of 30 members ended", stderr)
        self.assert_same("whole", "torn")

    def test_what_is_in_the_journal_is_not_computed_again(self):
        """A journal that lies: the tables must say what it says."""
        self.run_it("trusted")
        before = self.journal("trusted")
        self.assertEqual(len(before), 30)
        self.run_it("trusted", "--resume")
        self.assertEqual(self.journal("trusted"), before)

    def test_members_of_a_changed_case_are_run_anew_and_the_others_kept(self):
        self.run_it("changed")
        changed = ("--set", "time.courant=0.5")
        stderr = self.run_it("changed", "--resume", *changed)
        self.assertIn("30 finished members are of another case", stderr)
        self.assertIn("resuming with 0 of 30", stderr)
        self.run_it("fresh", *changed)
        self.assert_same("fresh", "changed")
        self.assertIn("resuming with 30 of 30", self.run_it("changed", "--resume", *changed, "--set", "title=another"))

    def test_a_grid_that_grows_keeps_its_members(self):
        def grid(bores):
            return (*CASE[:-2], 'sweep={vary: [{key: "pipe.segments[0].bore", values: [%s]}]}' % bores, "--no-report")
        self.run_it("grid", case=grid("0.3 m, 0.34 m"))
        self.assertIn("resuming with 2 of 3", self.run_it("grid", "--resume", case=grid("0.3 m, 0.32 m, 0.34 m")))
        self.run_it("grid_whole", case=grid("0.3 m, 0.32 m, 0.34 m"))
        self.assert_same("grid_whole", "grid")

    def test_signals_walltime_and_stop_file_end_with_four_and_the_sweep_goes_on(self):
        def send(number):
            return lambda process, out: process.send_signal(number)
        stops = {"SIGTERM": send(signal.SIGTERM), "SIGINT": send(signal.SIGINT), "SIGUSR2": send(signal.SIGUSR2),
                 "the stop file": lambda process, out: (self.folder / out / "stop").touch()}
        for name, stop in stops.items():
            with self.subTest(name):
                out = "stopped" + name.replace(" ", "")
                process = self.start(out, "--threads", "1")
                self.wait_for_members(out, process, 2)
                stop(process, out)
                stderr = process.communicate()[1]
                self.assertEqual(process.returncode, 4, stderr)
                self.assertRegex(stderr, f"stopped by {name} with \\d+ of 30 members ended; --resume")
                kept = len(self.journal(out))
                self.assertIn(f"resuming with {kept} of 30", self.run_it(out, "--resume"))
                self.assert_same("whole", out)

    def test_the_walltime_is_kept(self):
        long = (*CASE, "--set", "time.end=200 h")
        began = time.monotonic()
        self.assertIn("stopped by the walltime", self.run_it("walltime", "--walltime", "3 s", "--threads", "1", case=long, code=4))
        self.assertLess(time.monotonic() - began, 3)

    def states(self, out):
        return sorted((self.folder / out / "members").glob("*.h5"))

    def kill_after_usr1(self, out):
        """A sweep that is killed with two members under way, their states written."""
        process = self.start(out, "--threads", "2", case=LONG)
        while process.poll() is None and len(self.states(out)) < 2:
            time.sleep(0.05)
            process.send_signal(signal.SIGUSR1)
        process.kill()
        process.communicate()
        self.assertEqual(len(self.states(out)), 2)

    def test_members_longer_than_a_job_go_on_from_job_to_job(self):
        for threads in ("1", "2"):
            jobs, out = 0, f"long{threads}"
            while True:
                process = self.start(out, "--resume", "--threads", threads, case=LONG)
                time.sleep(0.1 + 0.25 * self.member)  # a quarter of a member, and the start
                process.send_signal(signal.SIGTERM)
                stderr, jobs = process.communicate()[1], jobs + 1
                if process.returncode == 0:
                    break
                self.assertIn(process.returncode, (4, -signal.SIGTERM), stderr)  # a slow start hears nothing yet
                self.assertLess(jobs, 60)
            self.assertGreater(jobs, 3)
            self.assert_same("long_whole", out)
            self.assertFalse((self.folder / out / "members").exists())

    def test_states_written_on_the_way_outlive_a_kill(self):
        self.kill_after_usr1("usr1")
        self.assertRegex(self.run_it("usr1", "--resume", case=LONG), "[01] of 3 members ended, [12] under way")
        self.assert_same("long_whole", "usr1")
        process = self.start("interval", "--threads", "1", "--set", "output.checkpoint_interval=0.1 s", case=LONG)
        while process.poll() is None and not self.states("interval"):
            time.sleep(0.01)
        process.kill()
        process.communicate()
        self.assertEqual(len(self.states("interval")), 1)
        self.run_it("interval", "--resume", case=LONG)
        self.assert_same("long_whole", "interval")

    def test_a_damaged_state_costs_its_member_alone_and_is_named(self):
        self.kill_after_usr1("damaged")
        first, second = self.states("damaged")
        whole = first.read_bytes()
        first.write_bytes(whole[:len(whole) // 2])
        bad = bytearray(second.read_bytes())
        bad[len(bad) // 3] ^= 16
        second.write_bytes(bad)
        stderr = self.run_it("damaged", "--resume", case=LONG)
        self.assertRegex(stderr, rf"skipped a bad state, its member begins anew: .*{first.name}: is cut short")
        self.assertRegex(stderr, rf"skipped a bad state, its member begins anew: .*{second.name}: is damaged")
        self.assert_same("long_whole", "damaged")

    def test_a_state_that_cannot_be_left_ends_with_five(self):
        words = [BINARY, "sweep", str(LONG[0]), *LONG[1:], "--set", f"output.folder={self.folder / 'no_room'}", "--threads", "1", "--resume"]
        process = subprocess.Popen(["bash", "-c", 'trap "" XFSZ; ulimit -f 16; exec "$@"', "-", *words], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.wait_for_members("no_room", process, 1)
        time.sleep(0.3 * self.member)  # the second is under way
        process.send_signal(signal.SIGTERM)
        stderr = process.communicate()[1]
        self.assertEqual(process.returncode, 5, stderr)
        self.assertRegex(stderr, r"members/\w+\.h5.*File too large")
        self.assertEqual(self.states("no_room"), [])
        self.run_it("no_room", "--resume", case=LONG)
        self.assert_same("long_whole", "no_room")

    def test_an_existing_sweep_is_not_lost_by_accident(self):
        process = self.start("kept", "--threads", "1")
        self.wait_for_members("kept", process, 2)
        process.kill()
        process.communicate()
        before = self.journal("kept")
        self.assertIn("--resume goes on with it", self.run_it("kept", code=2))
        self.assertEqual(self.journal("kept"), before)
        self.run_it("kept", "--overwrite")
        self.assert_same("whole", "kept")

    def test_a_full_disk_ends_with_five_and_the_sweep_goes_on(self):
        words = [BINARY, "sweep", str(CASE[0]), *CASE[1:], "--set", f"output.folder={self.folder / 'full'}", "--threads", "2"]
        done = subprocess.run(["bash", "-c", 'trap "" XFSZ; ulimit -f 4; exec "$@"', "-", *words], capture_output=True, text=True)
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertRegex(done.stderr, r"sweep\.journal: File too large")
        self.run_it("full", "--resume")
        self.assert_same("whole", "full")

    def test_the_parts_of_a_job_array_are_gathered_to_the_bytes_of_one_job(self):
        for index in (0, 1, 3):
            self.run_it("array", "--array-index", str(index), "--array-size", "4")
        gather = ("--gather", "--array-size", "4")
        self.assertIn("part_2: 7 of 7 members, no journal is there", self.run_it("array", *gather, code=2))
        process = self.start("array", "--array-index", "2", "--array-size", "4", "--threads", "1")
        self.wait_for_members("array/part_2", process, 2)
        process.send_signal(signal.SIGSTOP)
        self.assertIn(f"part_2 is being written by another riser, process {process.pid} on", self.run_it("array", "--array-index", "2", "--array-size", "4", "--resume", code=2))
        process.kill()
        process.communicate()
        self.assertRegex(self.run_it("array", *gather, code=2), r"part_2: [1-5] of 7 members\n")
        self.run_it("array", "--array-index", "2", "--array-size", "4", "--resume")
        self.assertRegex(self.run_it("array", *gather, "--set", "time.courant=0.5", code=2), "part_0: 8 of 8 members\n")
        self.run_it("array", *gather)
        self.assert_same("whole", "array")
        self.assertEqual(json.loads((self.folder / "array" / "sweep.json").read_text())["done"], 30)
        self.assertIn("--overwrite", self.run_it("array", *gather, code=2))
        self.run_it("array", *gather, "--overwrite")
        self.assertIn("--array-size", self.run_it("array", "--gather", code=2))


if __name__ == "__main__":
    unittest.main()
