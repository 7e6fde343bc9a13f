"""Runs whose disk is really full, whose checkpoints are damaged, whose folder is taken away: each goes on to an unbroken run's bits or says why
not. RISER_FAULTS=N tries N times as many. What needs a mount is skipped, with the reason, where none is allowed."""
import os
import random
import shutil
import signal
import subprocess
import unittest

import mounts
from faults import ALWAYS, CASES, SHIM, Faults, count, in_parallel, notes, run, tell, tried, words_of

SPARE = 8 << 20  # [bytes]


def setUpModule():
    mounts.enter()


class FullDisks(Faults):
    def test_a_file_system_that_is_full_until_something_is_removed(self):
        mounts.need()

        def work(name, lap, share):
            folder = self.place("full", name, lap)
            size = max(4, int(share * sum(path.stat().st_size for path in (self.folder / f"whole_{name}").rglob("*")) / 4096)) * 4096
            where = f"{name} on {size} bytes"
            folder.mkdir()
            mounts.mount("-t", "tmpfs", "-o", f"size={size + SPARE}", "riser", folder)
            try:
                with open(folder / "spare", "w") as spare:
                    os.posix_fallocate(spare.fileno(), 0, SPARE)
                code, stderr = run(name, folder / "run", *ALWAYS)
                self.assertIn(code, (0, 5), f"{where}: {stderr}")
                if code == 0 and "No space" not in stderr:
                    notes["a full disk: large enough"] += 1
                    return shutil.rmtree(folder / "run")
                tried["runs on a full file system"] += 1
                self.assertRegex(stderr, rf"riser: (no checkpoint: )?{folder}/run/\S+: .*No space left on device", where)
                self.assertRegex(stderr, "the run goes on, the next try" if code == 0 else "riser: once there is room, .*--resume (goes on|begins anew)", where)
                notes["a full disk: " + ("done, but for checkpoints" if code == 0 else "with a checkpoint" if "goes on from" in stderr else "before a checkpoint")] += 1
                self.check_results(name, folder / "run", where)
                (folder / "spare").unlink()
                self.resume(name, folder / "run", where)
            finally:
                mounts.unmount(folder)
        dice, number = random.Random(1), count(8)  # of what the finished run takes; its checkpoints on the way take more
        items = [(name, lap, 0.3 + 1.2 * (lap + dice.random()) / number) for name in CASES for lap in range(number)]
        in_parallel(lambda item: work(*item), items)


class Damage(Faults):
    """Checkpoints are cut at a random length, or have random bits of 1 to 8 bytes turned over."""

    def damage(self, path, dice):
        content = bytearray(path.read_bytes())
        if dice.random() < 0.5:
            path.write_bytes(content[:dice.randrange(len(content))])
            return
        for at in dice.sample(range(len(content)), dice.randint(1, 8)):
            content[at] ^= dice.choice((1 << dice.randrange(8), dice.randint(1, 255)))
        path.write_bytes(content)

    def test_damaged_checkpoints_are_named_and_passed_over_or_all_refused(self):
        for name in CASES:
            self.assertEqual(len(self.checkpoints(self.cut(name, "--set", "output.checkpoints_kept=4"))), 4)

        def work(item):
            name, lap = item
            dice, folder = random.Random(f"{name} {lap}"), self.place("damaged", name, lap)
            shutil.copytree(self.folder / f"cut_{name}", folder)
            bad = self.checkpoints(folder)[-(1, 2, 4)[lap % 3]:]
            for path in bad:
                self.damage(path, dice)
            where, before = f"{name}, {len(bad)} damaged, lap {lap}", {path: path.read_bytes() for path in folder.rglob("*.h5")}
            if len(bad) == 4:
                code, stderr = run(name, folder, "--resume")
                self.assertEqual(code, 5, f"{where}: {stderr}")
                self.assertIn("no checkpoint is good; --overwrite begins anew", stderr, where)
                self.assertEqual(before, {path: path.read_bytes() for path in folder.rglob("*.h5")}, where)
                shutil.rmtree(folder)
            else:
                stderr = self.resume(name, folder, where, again=False)
            for path in bad:
                self.assertRegex(stderr, f"skipped a bad checkpoint: .*{path.name}: is ", where)
            tried[f"{len(bad)} of 4 checkpoints damaged"] += 1
        in_parallel(work, [(name, lap) for name in CASES for lap in range(count(20))])


class TakenAway(Faults):
    """The run's folder is taken from under it while it stands still before one of its calls."""

    def stopped(self, name, folder, at):
        environment = {**os.environ, "LD_PRELOAD": SHIM, "FAULT_AT": str(at), "FAULT_KIND": "stop"}
        process = subprocess.Popen(words_of(name, folder, *ALWAYS), env=environment, stderr=subprocess.PIPE, text=True)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        return process

    def each(self, kind, take, after):
        """`take` gets the folder, `after` what the run that went on left behind."""
        def work(item):
            name, at = item
            folder, where = self.place(kind, name, at) / "run", f"{kind} at call {at} of {name}"
            process = self.stopped(name, folder, at)
            try:
                take(folder)
            finally:
                process.send_signal(signal.SIGCONT)
            stderr = process.communicate(timeout=60)[1]
            self.assertEqual(process.returncode, 5, f"{where}: {stderr}")
            self.assertRegex(stderr, rf"riser: \S*{folder}\S*: .+\nriser: .*--resume", where)
            after(name, folder, where)
            shutil.rmtree(folder.parent)
        items = []
        for name in CASES:
            calls, number, dice = self.calls(name), count(2), random.Random(kind + name)
            order = range(2, len(calls) - 6)  # by then all is done
            syncs = [at for at in order if calls[at - 1] == "s"]  # what comes next looks for the folder by its name
            items += {(name, spread[int(len(spread) * (i + dice.random()) / number)]) for spread in (order, syncs) for i in range(number)}
        in_parallel(work, items)
        tried[f"folder {kind}"] += len(items)

    def test_a_folder_that_is_renamed(self):
        def after(name, folder, where):
            self.assertFalse(folder.exists(), where)
            moved = folder.parent / "moved"
            self.assertFalse((moved / "riser.lock").exists(), where)
            self.resume(name, moved, where)
        self.each("renamed", lambda folder: folder.rename(folder.parent / "moved"), after)

    def test_a_folder_whose_name_another_one_has_now(self):
        def take(folder):
            folder.rename(folder.parent / "moved")
            folder.mkdir()

        def after(name, folder, where):
            self.assertFalse((folder / "snapshots.h5").exists() or (folder / "summary.json").exists(), where)
            self.resume(name, folder.parent / "moved", where)
        self.each("renamed, another in its place", take, after)

    def test_a_folder_that_is_removed(self):
        def after(name, folder, where):
            self.assertFalse(folder.exists(), where)
            self.resume(name, folder, where)
        self.each("removed", shutil.rmtree, after)

    def test_a_folder_that_is_a_file_now(self):
        def take(folder):
            shutil.rmtree(folder)
            folder.write_text("a file")

        self.each("replaced by a file", take, lambda name, folder, where: self.assertEqual(folder.read_text(), "a file", where))

    def test_a_folder_that_is_read_only_now(self):
        mounts.need()

        def take(folder):
            mounts.mount("--bind", folder, folder)
            mounts.mount("-o", "remount,bind,ro", folder)

        def after(name, folder, where):
            mounts.unmount(folder)
            self.resume(name, folder, where)
        self.each("read-only", take, after)


def tearDownModule():
    for why in mounts.trouble:
        print("without mounts: " + why)
    tell()


if __name__ == "__main__":
    unittest.main()
