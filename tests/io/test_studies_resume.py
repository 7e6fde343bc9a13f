"""Sizings, tabulations and hold-time studies that are killed or stopped and go on: the same files as an unbroken study's, byte by byte."""
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import zlib

from sizing_case import CASE

BINARY = os.environ["RISER_BINARY"]
SHIM = str(pathlib.Path(BINARY).parent / "libriser_faults.so")  # spoils a program's writes
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"


def marked(text):
    return b"%08x " % zlib.crc32(text) + text + b"\n"


class Resume:
    """What holds for each study; a study says its words, files, journal, parts in it, a change that it must refuse, and how its journal is to lie."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        (cls.folder / "case.yaml").write_text(cls.case)
        start = time.monotonic()
        cls.run_it("whole", *cls.threads(2))
        cls.span = time.monotonic() - start  # [s] of an unbroken study

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    @classmethod
    def threads(cls, number):
        return ("--threads", str(number)) if cls.threaded else ()

    @classmethod
    def start(cls, place, *words):
        """Each in a place of its own, so that the case is the same to the last letter."""
        (cls.folder / place).mkdir(exist_ok=True)
        return subprocess.Popen([BINARY, cls.command[0], "../case.yaml", *cls.command[1:], "--set", "output.folder=out", *words], cwd=cls.folder / place,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @classmethod
    def run_it(cls, place, *words, code=0):
        process = cls.start(place, *words)
        stderr = process.communicate()[1]
        if process.returncode != code:
            raise AssertionError(f"{process.returncode} is not {code}: {stderr}")
        return stderr

    def path(self, place):
        return self.folder / place / "out" / self.journal

    def lines(self, place):
        return self.path(place).read_bytes().splitlines(keepends=True) if self.path(place).exists() else []

    def parts(self, place):
        return [line for line in self.lines(place) if b'{"part":' in line and line == marked(line[9:-1])]

    def assert_same(self, one, other):
        for name in self.files:
            self.assertEqual((self.folder / one / "out" / name).read_bytes(), (self.folder / other / "out" / name).read_bytes(), name)
        self.assertEqual(list((self.folder / other / "out").glob("*.part")), [])

    def stop_when(self, place, count, stop, *words):
        """Starts a study and stops it once `count` parts have ended; its exit code and its talk."""
        process = self.start(place, *self.threads(1), *words)
        while process.poll() is None and len(self.parts(place)) < count:
            time.sleep(0.002)
        stop(process)
        return (process.communicate()[1], process.returncode)

    def copy(self, place):
        """The whole study in another place."""
        shutil.copytree(self.folder / "whole", self.folder / place)

    def test_killed_at_random_instants_only_what_was_under_way_is_lost(self):
        dice, kept = random.Random(5), 0
        for _ in range(3):
            process = self.start("killed", "--resume", *self.threads(2))
            time.sleep(dice.uniform(0, 0.6 * self.span))
            process.kill()
            process.communicate()
            self.assertGreaterEqual(len(self.parts("killed")), kept)
            kept = len(self.parts("killed"))
        self.run_it("killed", "--resume", *self.threads(1))
        self.assert_same("whole", "killed")
        self.assertEqual(len(self.parts("killed")), self.count)  # no part was run twice

    def test_signals_and_the_stop_file_end_with_four_and_the_study_goes_on(self):
        stops = {name: lambda process, number=getattr(signal, name): process.send_signal(number) for name in ("SIGTERM", "SIGINT", "SIGUSR2")}
        stops["the stop file"] = lambda process: (self.folder / "stopped" / "out" / "stop").touch()
        for name, stop in stops.items():
            shutil.rmtree(self.folder / "stopped", ignore_errors=True)
            talk, code = self.stop_when("stopped", 1, stop)
            self.assertEqual(code, 4, talk)
            self.assertRegex(talk, f"stopped by {name}.*--resume goes on from there")
        kept = len(self.parts("stopped"))
        self.assertLess(kept, self.count)
        talk, code = self.stop_when("stopped", kept + 1, lambda process: process.send_signal(signal.SIGUSR1), "--resume")
        self.assertEqual(code, 0, talk)  # that one only asks to write
        self.assertIn(f"resuming with {kept} {self.part}s ended", talk)
        self.assert_same("whole", "stopped")
        self.assertEqual(len(self.parts("stopped")), self.count)

    def test_the_walltime_is_kept_and_the_study_goes_on(self):
        began = time.monotonic()
        talk = self.run_it("walltime", "--walltime", self.walltime, *self.threads(1), code=4)
        self.assertLess(time.monotonic() - began, 0.1 + float(self.walltime.split()[0]))
        self.assertIn("stopped by the walltime", talk)
        self.run_it("walltime", "--resume", *self.threads(2))
        self.assert_same("whole", "walltime")

    def test_a_damaged_line_is_named_and_passed_over(self):
        self.copy("torn")
        lines, path = self.lines("torn"), self.path("torn")
        dice = random.Random(2)
        for cut in (1, dice.randrange(10, len(lines[-1]) - 2)):
            path.write_bytes(b"".join(lines[:-1]) + lines[-1][:cut])
            talk = self.resume_whole("torn")
            self.assertRegex(talk, rf"{self.journal}: line {len(lines)} is cut short or damaged")
            self.assertIn(f"resuming with {self.count - 1} {self.part}s ended", talk)
            self.assert_same("whole", "torn")
            self.assertEqual(len(self.parts("torn")), self.count)
        damaged = bytearray(lines[2])
        damaged[len(damaged) // 2] ^= 1
        path.write_bytes(b"".join(lines[:2]) + bytes(damaged) + b"".join(lines[3:]))
        self.assertRegex(self.resume_whole("torn"), rf"{self.journal}: line 3 is cut short or damaged")
        self.assert_same("whole", "torn")

    def test_what_is_in_the_journal_is_not_computed_again(self):
        """A journal that lies: the files must say what it says."""
        self.copy("trusted")
        before = self.path("trusted").read_bytes()
        self.resume_whole("trusted")
        self.assertEqual(self.path("trusted").read_bytes(), before)
        lies = [marked(re.sub(self.lie[0], self.lie[1], line[9:-1])) for line in self.lines("trusted")]
        self.path("trusted").write_bytes(b"".join(lies))
        self.resume_whole("trusted")
        self.assertIn(self.lie[2], (self.folder / "trusted" / "out" / self.files[0]).read_text())

    def test_a_changed_case_is_refused_by_its_key_unless_the_change_is_accepted(self):
        self.copy("changed")
        before = self.path("changed").read_bytes()
        talk = self.run_it("changed", "--resume", "--set", self.change, code=2)
        self.assertIn(self.change.split("=")[0] + ": ", talk)
        self.assertIn("--accept-changes", talk)
        self.assertEqual(self.path("changed").read_bytes(), before)
        self.assert_same("whole", "changed")
        self.run_it("changed", "--resume", "--accept-changes", "--set", self.change)
        self.run_it("fresh", "--set", self.change)
        self.assert_same("fresh", "changed")
        self.assertGreater(len(self.parts("changed")), self.count)

    def test_an_existing_study_is_not_lost_by_accident(self):
        self.stop_when("kept", 2, lambda process: process.kill())
        before = self.path("kept").read_bytes()
        self.assertIn("--resume goes on with it, --overwrite replaces it", self.run_it("kept", code=2))
        self.assertEqual(self.path("kept").read_bytes(), before)
        self.run_it("kept", "--overwrite")
        self.assert_same("whole", "kept")
        self.assertEqual(len(self.parts("kept")), self.count)


class ResumedSizing(Resume, unittest.TestCase):
    case, command, threaded = CASE, ("size", "--no-report", "--set", "size.transients.cell_length=5 m"), True
    files, journal, part, count, walltime = ("size.json", "size.csv", "size.h5", "best.yaml"), "size.journal", "transient", 15, "1.1 s"
    change = "size.limits.recovered=0.8"
    lie = (rb'"recovered":[0-9.]+', b'"recovered":0.125', '"flow_recovered": 0.125')

    def resume_whole(self, place):
        return self.run_it(place, "--resume")

    def test_designs_that_are_asked_for_later_are_run_and_the_others_kept(self):
        self.run_it("more", "--set", "size.transients.most=3")
        kept = len(self.parts("more"))
        self.assertIn(f"resuming with {kept} transients ended", self.run_it("more", "--resume", "--accept-changes"))
        self.assert_same("whole", "more")
        self.assertEqual(len(self.parts("more")), self.count)

    def test_the_run_of_the_best_design_is_gone_on_with(self):
        words = tuple(word for word in self.command[1:] if word != "--no-report")
        place = self.folder / "best"
        place.mkdir()
        command = [BINARY, "size", "../case.yaml", *words, "--set", "output.folder=out"]
        environment = {**os.environ, "RISER_PYTHON": "/bin/false"}  # no pictures
        process = subprocess.Popen(command, cwd=place, stderr=subprocess.PIPE, text=True, env=environment)
        while process.poll() is None and not (place / "out" / "best" / "snapshots.h5").exists():
            time.sleep(0.001)
        process.send_signal(signal.SIGTERM)
        talk = process.communicate()[1]
        self.assertEqual(process.returncode, 4, talk)
        checkpoints = place / "out" / "best" / "checkpoints"
        last = max(path.name for path in checkpoints.glob("*.h5"))
        done = subprocess.run([*command, "--resume"], cwd=place, stderr=subprocess.PIPE, text=True, env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_same("whole", "best")
        self.assertGreater(max(path.name for path in checkpoints.glob("*.h5")), last)  # their numbers would begin anew
        whole = subprocess.run([BINARY, "run", "out/best.yaml", "--no-report", "--quiet", "--set", "output.folder=alone"], cwd=place)
        self.assertEqual(whole.returncode, 0)
        compared = subprocess.run([BINARY, "compare", "out/best", "alone", "--tolerance", "0"], cwd=place, capture_output=True, text=True)
        self.assertEqual(compared.returncode, 0, compared.stdout + compared.stderr)

    def test_a_full_disk_ends_with_five_and_the_sizing_goes_on(self):
        (self.folder / "full").mkdir()
        words = [BINARY, "size", "../case.yaml", *self.command[1:], "--set", "output.folder=out", "--threads", "2"]
        done = subprocess.run(["bash", "-c", 'trap "" XFSZ; ulimit -f 8; exec "$@"', "-", *words], cwd=self.folder / "full", capture_output=True, text=True)
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertRegex(done.stderr, r"size\.journal: File too large")
        self.run_it("full", "--resume")
        self.assert_same("whole", "full")


    def test_a_write_that_fails_ends_with_five_and_the_sizing_goes_on(self):
        """Of the tables: every second call that writes, syncs or renames."""
        self.copy("faults")
        words = [BINARY, "size", "../case.yaml", *self.command[1:], "--set", "output.folder=out", "--quiet", "--resume"]
        log = self.folder / "faults" / "calls"
        subprocess.run(words, cwd=self.folder / "faults", check=True, env={**os.environ, "LD_PRELOAD": SHIM, "FAULT_LOG": str(log)})
        calls = len(log.read_text())
        self.assertGreater(calls, 12)
        for at in range(1, calls + 1, 2):
            with self.subTest(call=at):
                faults = {"LD_PRELOAD": SHIM, "FAULT_AT": str(at), "FAULT_KIND": "EIO", "FAULT_ONCE": "1"}
                done = subprocess.run(words, cwd=self.folder / "faults", stderr=subprocess.PIPE, text=True, env={**os.environ, **faults})
                self.assertEqual(done.returncode, 5, done.stderr)
                self.assertIn("Input/output error", done.stderr)
        subprocess.run(words, cwd=self.folder / "faults", check=True)
        self.assert_same("whole", "faults")


class ResumedTabulation(Resume, unittest.TestCase):
    case, command, threaded = (CONFIGS / "verify" / "tabulated_friction.yaml").read_text(), ("tabulate", "--set", "grid.radial_cells=16"), True
    files, journal, part, count, walltime = ("wall_friction.csv", "dispersion.csv", "tabulate.json"), "tabulate.journal", "section", 12, "1.1 s"
    change = "time.courant=0.3"
    lie = (rb'"y_plus":[0-9.]+', b'"y_plus":0.125', ",0.125,")

    def resume_whole(self, place):
        return self.run_it(place, "--resume")

    def test_a_later_end_runs_every_section_anew(self):
        self.run_it("later", "--set", "time.end=10 s")
        self.run_it("later", "--resume")
        self.assert_same("whole", "later")


class ResumedHoldTime(Resume, unittest.TestCase):
    case, threaded = (CONFIGS / "pump_trip_holdtime.yaml").read_text(), False
    command = ("run", "--no-report", "--device", "cpu", "--set", "grid.cell_length=40 m", "--set", "wall_support=3", "--set", "time.end=70 min",
               "--set", "hold_time={off: [1 min, 40 min], recovered: 0.8, within: 5 min}")
    files, journal, part, count, walltime = ("hold_time.csv",), "hold_time.journal", "trial", 7, "1.2 s"
    change = "time.courant=0.6"
    lie = (rb'"recovered":[0-9.]+', b'"recovered":0.125', ",0.125,")

    def resume_whole(self, place):
        """The run is over where its study is; a summary that is not there makes it go on."""
        (self.folder / place / "out" / "summary.json").unlink()
        return self.run_it(place, "--resume")

    def assert_same(self, one, other):
        super().assert_same(one, other)
        studies = [json.loads((self.folder / place / "out" / "summary.json").read_text())["hold_time"] for place in (one, other)]
        self.assertEqual(*studies)
        self.assertEqual(len(list((self.folder / other / "out" / "checkpoints").glob("*.h5"))), 1)
        compared = subprocess.run([BINARY, "compare", one + "/out", other + "/out", "--tolerance", "0"], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(compared.returncode, 0, compared.stdout + compared.stderr)

    def test_a_study_that_is_over_is_not_run_again_but_another_is(self):
        self.copy("over")
        self.assertIn("the run is over already", self.run_it("over", "--resume"))
        self.run_it("over", "--resume", "--accept-changes", "--set", "hold_time.off=[1 min, 20 min, 40 min]")
        self.assertEqual(len((self.folder / "over/out/hold_time.csv").read_text().splitlines()), 1 + 3 + 5)  # head, off-times, bisections
        self.assertEqual(len(self.parts("over")), self.count + 6)  # two off-times were there

    def test_a_stopped_study_without_checkpoints_goes_on_too(self):
        none = ("--set", "output.checkpoint_interval=0 s")
        talk, code = self.stop_when("none", 2, lambda process: process.send_signal(signal.SIGTERM), *none)
        self.assertEqual(code, 4, talk)
        self.assertIn(f"resuming with {len(self.parts('none'))} trials ended", self.run_it("none", "--resume", *none))
        self.assertEqual((self.folder / "none/out/hold_time.csv").read_bytes(), (self.folder / "whole/out/hold_time.csv").read_bytes())


if __name__ == "__main__":
    unittest.main()
