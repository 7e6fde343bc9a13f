"""Runs that are killed, starved and robbed: each goes on to an unbroken run's bits or says why not. RISER_FAULTS=N tries N times as many faults."""
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import time
import unittest

from faults import ALWAYS, CASES, SHIM, Faults, count, in_parallel, notes, run, tell, tried, words_of


class Kills(Faults):
    def test_a_run_killed_at_any_instant_goes_on_to_the_same_bits(self):
        """SIGKILL after a random while, again and again until the run is done."""
        def go(name):
            dice, left, lap = random.Random(name), count(34), 0
            while left:
                folder, lap = self.place("instant", name, lap), lap + 1
                for attempt in range(1000):
                    process = subprocess.Popen(words_of(name, folder, *ALWAYS, "--resume"), stderr=subprocess.PIPE, text=True)
                    try:
                        stderr = process.communicate(timeout=dice.uniform(0, 0.15) * (1 + attempt / 10))[1]
                    except subprocess.TimeoutExpired:
                        process.kill()
                        stderr = process.communicate()[1]
                    self.assertIn(process.returncode, (0, -signal.SIGKILL), stderr)
                    self.assertNotIn("snapshots.before.h5", stderr)
                    self.check_results(name, folder, f"{name}, lap {lap}, attempt {attempt}")
                    if process.returncode == 0 or not left:
                        break
                    left, tried["SIGKILL at a random instant"] = left - 1, tried["SIGKILL at a random instant"] + 1
                self.resume(name, folder, f"{name}, lap {lap}")
        in_parallel(go, CASES)


class Calls(Faults):
    """One call of a run is spoiled, evenly spread over all of them."""

    def each(self, kind, usual, work):
        items = []
        for name in CASES:
            total, number = len(self.calls(name)), count(usual)
            step, dice = total / number, random.Random(kind + name)
            items += {(name, 1 + int(step * (i + dice.random()))) for i in range(number)}  # neighbours may choose the same one
        in_parallel(lambda item: work(*item), items)
        tried[kind] += len(items)

    def killed(self, kind, usual, **options):
        def work(name, at):
            where, folder = f"{kind} at call {at} of {name}", self.place(kind, name, at)
            code, stderr = run(name, folder, *ALWAYS, faults={"FAULT_AT": at, "FAULT_KIND": kind})
            self.assertEqual(code, -signal.SIGKILL, f"{where}: {stderr}")
            if not options:
                self.check_results(name, folder, where)
            self.resume(name, folder, where, **options)
        self.each(kind, usual, work)

    def test_killed_before_a_call(self):
        self.killed("kill", 24)

    def test_killed_in_the_middle_of_a_write(self):
        """Results whose own structure was torn are put aside by name; the run's state goes on to the same end."""
        self.killed("half", 16, aside_is_good=True)

    def test_killed_at_a_page_of_a_write(self):
        self.killed("torn", 16, aside_is_good=True)

    def failed(self, kind, usual, once=0):
        def work(name, at):
            where, folder = f"{kind} at call {at} of {name}, once {once}", self.place(kind, once, name, at)
            code, stderr = run(name, folder, *ALWAYS, faults={"FAULT_AT": at, "FAULT_KIND": kind, "FAULT_ONCE": once})
            self.assertTrue(code == 5 or (code == 0 and "no checkpoint: " in stderr), f"{where}: {code} {stderr}")
            self.assertRegex(stderr, "No space left on device|Input/output error", where)
            notes[f"{kind}: ended with 5" if code else f"{kind}: went on without a checkpoint"] += 1
            self.check_results(name, folder, where)
            self.resume(name, folder, where)
        self.each(kind + (" once" if once else ""), usual, work)

    def test_a_disk_that_is_full_from_some_write_on(self):
        self.failed("full", 16)

    def test_no_space_for_one_call(self):
        self.failed("ENOSPC", 16, once=1)

    def test_errors_of_the_disk(self):
        self.failed("EIO", 12)

    def test_one_error_of_the_disk(self):
        self.failed("EIO", 4, once=1)

    def test_a_time_never_stands_without_its_values(self):
        """The last writes of flushes, where times are counted: killed before each, and each failing alone while the library goes on."""
        def work(name, at, kind):
            folder, where = self.place("end of a flush", kind, name, at), f"{kind} at call {at} of {name}, the end of a flush"
            code, stderr = run(name, folder, *ALWAYS, faults={"FAULT_AT": at, "FAULT_KIND": kind, "FAULT_ONCE": 1})
            self.assertEqual(code, 5 if kind == "EIO" else -signal.SIGKILL, f"{where}: {stderr}")
            self.check_results(name, folder, where)
            shutil.rmtree(folder)
        items = []
        for name in CASES:
            flushes = list(re.finditer("p{16,}", self.calls(name)))[1:1 + count(2)]  # the first makes the file
            items += [(name, at, kind) for flush in flushes for at in range(flush.end() - 7, flush.end() + 1) for kind in ("kill", "EIO")]
        in_parallel(lambda item: work(*item), items)
        tried["kill or EIO at the end of a flush"] += len(items)


def is_stopped(process):
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].startswith("T")
    except OSError:
        return False  # it has ended


class Resumptions(Faults):
    """A resumption cuts the results in a process of its own, on a copy that takes their place."""

    def killed_at(self, name, folder, at):
        """Kills the run when its second child, the first reads the checkpoint, is about to make that call; False where it did not come so far."""
        reader = None
        environment = {**os.environ, "LD_PRELOAD": SHIM, "FAULT_AT": str(at), "FAULT_KIND": "stop"}
        process = subprocess.Popen(words_of(name, folder, *ALWAYS, "--resume"), env=environment, stderr=subprocess.DEVNULL)
        while os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            for child in pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
                if not is_stopped(child):
                    continue
                if reader not in (None, child):
                    process.kill()
                    return process.wait() == -signal.SIGKILL
                reader = child
                os.kill(int(child), signal.SIGCONT)
            time.sleep(0.001)
        process.kill()
        return process.wait() is None

    def test_a_resumption_killed_before_any_call_of_its_other_process_loses_nothing(self):
        def work(item):
            name, at = item
            folder, where = self.place("resumption", name, at), f"resumption of {name} killed at call {at}"
            shutil.copytree(self.folder / f"cut_{name}", folder)
            self.assertTrue(self.killed_at(name, folder, at), where)
            self.assertGreater(self.check_results(name, folder, where), 0, where)
            self.resume(name, folder, where)
        items = []
        for name in CASES:
            base, log, number, dice = self.cut(name), self.folder / f"calls_{name}", count(6), random.Random(name)
            once = self.place("once", name)
            shutil.copytree(base, once)
            self.assertEqual(run(name, once, *ALWAYS, "--resume", faults={"FAULT_LOG": log})[0], 0)
            last = log.read_text().lstrip("w").index("r") + 2  # it moves the copy into its place and syncs the folder
            items += [(name, at) for at in {last - 1, last, *(1 + int(last * (i + dice.random()) / number) for i in range(number))}]
        in_parallel(work, items)
        tried["resumption killed in its other process"] += len(items)


def tearDownModule():
    tell()


if __name__ == "__main__":
    unittest.main()
