"""Crafted input: it is refused by name, soon, with exit code 2 (cases) or 5 (results), and nothing is written where it does not belong."""
import os
import pathlib
import resource
import subprocess
import tempfile
import time
import unittest

import h5py
import numpy as np

BINARY = os.environ["RISER_BINARY"]
HEAD = """name: small
time: {end: 1 s}
liquid: {law: constant, density: 1000 kg/m3, viscosity: 1 mPa.s}
inlet: {kind: pressure, value: 1 atm}
outlet: {kind: pressure, value: 1 atm}
"""
PIPE = "pipe: {inlet_depth: 0 m, segments: [{length: 100 m, bore: 0.1 m, inclination: 90 deg}]}\n"
PUMP = "pumps: [{name: a, kind: centrifugal, position: 1 m, rated_speed: 9 rpm, speed: 9 rpm, curve: %s}]\n"
SANITISED = b"__asan_init" in pathlib.Path(BINARY).read_bytes()
SECONDS = 10  # more than any refusal takes, also beside other tests


class Hostile(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.outside = pathlib.Path(scratch.name)
        self.folder = self.outside / "work"
        self.folder.mkdir()

    def riser(self, *words, memory=None):
        if memory and SANITISED:
            self.skipTest("an address sanitiser runs under no limit of memory")
        def limit():
            if memory:
                resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        return subprocess.run([BINARY, *map(str, words)], capture_output=True, text=True, cwd=self.folder, timeout=SECONDS, preexec_fn=limit)

    def case(self, text, name="case.yaml"):
        (self.folder / name).write_text(HEAD + (PIPE if "pipe:" not in text else "") + text)
        return name

    def refused(self, what, *words, code=2, **limits):
        done = self.riser(*words, **limits)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(what, done.stderr)
        return done

    def test_only_regular_files_are_read(self):
        os.mkfifo(self.folder / "pipe.yaml")
        os.mkfifo(self.folder / "pipe.csv")
        os.mkfifo(self.folder / "pipe.h5")
        (self.folder / "folder.yaml").mkdir()
        for command in ("check", "run", "size", "sweep", "tabulate"):
            for case in ("pipe.yaml", "folder.yaml", "/dev/zero"):
                self.refused(f"{case}: not a regular file", command, case)
        for curve in ("pipe.csv", "/dev/zero", "."):
            self.refused(f"case.yaml:7:94: pumps[0].curve: the curve file '{curve}' cannot be read: not a regular file", "check", self.case(PUMP % curve))
        self.refused("pipe.h5: not a regular file", "report", "pipe.h5")
        for words in (("dump", "pipe.h5", "out"), ("compare", "pipe.h5", "pipe.h5")):
            self.refused("pipe.h5: not a regular file", *words, code=5)

    def test_files_have_a_largest_size(self):
        with open(self.folder / "long.csv", "w") as file:
            file.truncate(1 << 40)  # takes no room on the disk
        self.refused("'long.csv' cannot be read: larger than 4 MB", "check", self.case(PUMP % "long.csv"))
        self.refused("long.csv: larger than 4 MB", "check", "long.csv")
        (self.folder / "rows.csv").write_text("flow_m3_h,head_m,efficiency\n" + "".join(f"{i},1,1\n" for i in range(10001)))
        self.refused("'rows.csv' line 10002 is one row too many: at most 10000", "check", self.case(PUMP % "rows.csv"))

    def test_four_megabytes_of_anything_are_refused_soon_and_in_little_memory(self):
        size = 4 << 20
        blown = "a: &a 1\nb: [" + "*a," * (size // 3 - 20) + "]"
        for text in ("- \n" * (size // 3), "? \n" * (size // 3), "a: {" + ":," * (size // 2 - 9) + "}", "[" * size, "a: 1\n" * (size // 5), "," * size, blown):
            (self.folder / "big.yaml").write_text(text)
            start = time.monotonic()
            done = self.riser("check", "big.yaml", memory=1 << 30)
            self.assertEqual(done.returncode, 2, text[:20] + done.stderr)
            self.assertNotIn("alloc", done.stderr)
            self.assertLess(time.monotonic() - start, SECONDS / 2, text[:20])

    def test_a_case_stays_in_the_working_folder(self):
        (self.folder / "link").symlink_to(self.outside)
        (self.folder / "inner").symlink_to(self.folder)
        for folder in (self.outside / "out", "../out", "runs/../../out"):
            self.refused("case.yaml:7:18: output.folder: leads out of the working folder", "run", self.case(f"output: {{folder: {folder}}}\n"))
        self.refused("output.folder: leads through a link out of the working folder", "run", self.case("output: {folder: link/out}\n"))
        self.assertFalse((self.outside / "out").exists())
        self.assertEqual(self.riser("run", self.case("output: {folder: inner/runs/../a}\n"), "--no-report").returncode, 2)
        for words in ([], ["--set", f"output.folder={self.outside / 'out'}"], ["--set", "output={folder: link/out2}"]):
            done = self.riser("run", self.case("output: {folder: inner/out}\n"), "--no-report", *words)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.outside / "out" / "summary.json").exists() and (self.outside / "out2" / "summary.json").exists())
        with h5py.File(self.outside / "out" / "snapshots.h5") as file:  # what it holds can be read anywhere
            (self.folder / "again.yaml").write_text(str(file.attrs["resolved_yaml"]))
        self.assertEqual(self.riser("check", "again.yaml").returncode, 0)

    def test_a_duty_names_no_folder(self):
        pump = PUMP % "{flow: [0 m3/h, 100 m3/h], head: [200 m, 100 m], efficiency: [0.2, 0.7]}"
        case = self.case(pump + "solids: [{name: a, diameter: 2 mm, density: 2000 kg/m3}]\nfeeds: [{class: a, dry_rate: 1 t/h}]\noutput: {folder: here}\n"
                         f"size: {{concentration: {{values: [0.1]}}, transients: {{most: 0}}, duties: [{{name: a, dry_rate: 1 t/h, set: ['output.folder={self.outside / 'out'}']}}]}}\n")
        done = self.riser("size", case, "--no-report")
        self.assertIn(done.returncode, (0, 7), done.stderr)
        self.assertTrue((self.folder / "here" / "size.json").exists())
        self.assertFalse((self.outside / "out").exists())

    def test_a_new_case_replaces_a_link_and_does_not_follow_it(self):
        (self.folder / "mine.yaml").symlink_to(self.outside / "target.yaml")
        self.assertEqual(self.riser("new", "mine").returncode, 0)
        self.assertFalse((self.outside / "target.yaml").exists())
        self.assertFalse((self.folder / "mine.yaml").is_symlink())
        self.refused("the name of a case", "new", "../mine")

    def test_a_report_does_not_write_through_a_link(self):
        run = self.folder / "run"
        (run / "report").mkdir(parents=True)
        with h5py.File(run / "snapshots.h5", "w") as file:
            file["time"] = [0.0]
        (run / "report" / "index.html").symlink_to(self.outside / "target")
        self.refused("report/index.html is a link", "report", "run")
        (run / "report" / "index.html").unlink()
        (run / "report").rmdir()
        (run / "report").symlink_to(self.outside)
        self.refused("run/report is a link", "report", "run")
        self.assertEqual([p.name for p in self.outside.iterdir()], ["work"])

    def test_what_does_not_fit_in_memory_is_refused_before_it_starts(self):
        large = self.case(PIPE.replace("100 m", "20 km") + "grid: {cell_length: 5 mm}\n")
        self.refused("needs about 4.19 GB of memory; there are 1.07 GB here", "run", large, memory=1 << 30)
        self.assertFalse((self.folder / "runs").exists())
        checked = self.riser("check", large, memory=1 << 30)
        self.assertEqual(checked.returncode, 0)
        self.assertIn("warning: here a run will be refused", checked.stderr)
        vary = ", ".join(f"{{key: '{key}', from: 0.1 m, to: 0.2 m, count: %d}}" for key in ("pipe.segments[0].bore", "wall_support"))
        many = self.case(f"sweep: {{vary: [{vary % (1000, 1000)}]}}\n".replace("wall_support', from: 0.1 m, to: 0.2 m", "wall_support', from: 0.1, to: 0.2"))
        self.refused("sweep: 1000000 members: needs about", "sweep", many, memory=1 << 30)
        self.refused("sweep: more than a million members", "sweep", self.case(f"sweep: {{vary: [{vary % (100000, 100000)}]}}\n"))

    def test_results_hold_what_they_declare(self):
        with h5py.File(self.folder / "wide.h5", "w") as file:
            file.create_dataset("wide", (1 << 40,), dtype="f8", chunks=(1024,))
        with h5py.File(self.folder / "packed.h5", "w") as file:
            for i in range(200):
                file.create_dataset(f"packed{i}", (1000000,), dtype="f8", chunks=(1024,))
        with h5py.File(self.folder / "other.h5", "w") as file:
            file.create_dataset("other", (3,), dtype="u1", external=[("/etc/hostname", 0, 3)])
        layout = h5py.VirtualLayout((3,), "f8")
        layout[:] = h5py.VirtualSource("wide.h5", "wide", (3,))
        with h5py.File(self.folder / "virtual.h5", "w") as file:
            file.create_virtual_dataset("virtual", layout)
        with h5py.File(self.folder / "deep.h5", "w") as file:
            file.create_dataset("a" + "/a" * 300, data=[1.0])
        for name, what in (("wide", "declares more values than the file holds"), ("packed", "do not fit in memory"), ("other", "lies in another file"), ("virtual", "lies in another file")):
            for words in (("dump", f"{name}.h5", "out"), ("compare", f"{name}.h5", f"{name}.h5")):
                self.refused(what, *words, code=5, memory=1 << 30)
        self.assertEqual(self.riser("compare", "deep.h5", "deep.h5").returncode, 0)

    def test_a_dump_stays_in_its_folder_also_with_a_name_from_the_root(self):
        target = str(self.outside / "x")
        with h5py.File(self.folder / "root.h5", "w") as file:
            file["A" * len(target)] = file.create_dataset(target, data=[1.0])
        data = (self.folder / "root.h5").read_bytes()
        (self.folder / "root.h5").write_bytes(data.replace(b"A" * len(target), target.encode()))  # one link's name, from the root
        self.refused(f"{target} would be written outside out", "dump", "root.h5", "out", code=5)
        self.assertFalse((self.outside / "x.npy").exists())

    def test_names_cannot_steer_the_terminal(self):
        with h5py.File(self.folder / "names.h5", "w") as file:
            file.create_dataset("a\x1b[2Jb", data=[1.0])
        for words, what in ((["compare", "names.h5", "names.h5"], "a [2Jb"), (["check", self.case("\"k\\e[2J\": 1\n", "key.yaml")], "k [2J: unknown key"),
                            (["check", self.case(PUMP % '"a\\e[2J"', "word.yaml")], "holds a control character"), (["check", self.case('title: "a\\nb"\n', "title.yaml")], "holds a control character")):
            done = self.riser(*words)
            self.assertNotIn("\x1b", done.stdout + done.stderr)
            self.assertIn(what, done.stdout + done.stderr)
        np.testing.assert_equal(self.riser("dump", "names.h5", "out").returncode, 0)


if __name__ == "__main__":
    unittest.main()
