"""Riser removes and replaces only what Riser made, and writes through no link that the user did not name."""
import hashlib
import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

BINARY = os.environ["RISER_BINARY"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(ROOT / "io" / "report"))
from own_files import Folder, ForeignFile  # noqa: E402
from sizing_case import CASE as SIZING  # noqa: E402

RUN = """
name: small
grid: {cell_length: 10 m}
sea: {temperature: [[0 m, 20 degC], [200 m, 10 degC]]}
time: {end: 20 s, maximum_step: 1 s}
solids: [{name: fine, diameter: 2 mm, density: 2000 kg/m3}]
pipe: {inlet_depth: 100 m, segments: [{length: 100 m, bore: 0.3 m, wall_thickness: 20 mm}]}
inlet: {kind: flow, value: 0.2 m3/s}
feeds: [{class: fine, dry_rate: 20 t/h}]
output: {folder: out, snapshot_interval: 10 s, series_interval: 1 s}
"""
SWEEP = RUN + "sweep: {method: grid, vary: [{key: 'pipe.segments[0].bore', values: [0.25 m, 0.3 m]}]}\n"
SIZE = SIZING.replace("most: 6, map: 3", "most: 1, map: 0")
TABULATE = (ROOT / "configs" / "verify" / "tabulated_friction.yaml").read_text()
COMMANDS = {  # the case, and every name that the command writes in its folder
    "run": (RUN, ["summary.json", "report", "checkpoints", "snapshots.h5", "hold_time.csv"]),
    "sweep": (SWEEP, ["sweep.csv", "sweep.json", "sweep.h5", "report", "members"]),
    "size": (SIZE, ["size.json", "size.csv", "size.h5", "report", "best", "best.yaml"]),
    "tabulate": (TABULATE, ["wall_friction.csv", "dispersion.csv", "tabulate.json"]),
}


def content(folder):
    """Every file and link below a folder with what it holds."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = ("link", os.readlink(path))
        elif path.is_file():
            found[name] = ("file", hashlib.sha256(path.read_bytes()).hexdigest())
    return found


class OwnFiles(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.top = pathlib.Path(scratch.name)
        self.out = self.top / "out"

    def riser(self, command, case, *words, code=None):
        (self.top / "case.yaml").write_text(case)
        words = [word for word in words if command != "tabulate" or word != "--no-report"]  # it draws none
        done = subprocess.run([BINARY, command, "case.yaml", "--set", "output.folder=out", *words], capture_output=True, text=True, cwd=self.top)
        if code is not None:
            self.assertEqual(done.returncode, code, done.stderr)
        return done

    def plant(self, name):
        """What a user has there: a file, or a folder with one."""
        path = self.out / name
        if path.suffix:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("mine\n")
        else:
            path.mkdir(parents=True)
            (path / "thesis.txt").write_text("mine\n")

    def test_a_first_run_leaves_a_users_files_alone_and_says_so(self):
        for command, (case, names) in COMMANDS.items():
            for name in names:
                for words in ((), ("--overwrite",), ("--resume",)):
                    with self.subTest(command=command, name=name, words=words), tempfile.TemporaryDirectory() as scratch:
                        self.top = pathlib.Path(scratch)
                        self.out = self.top / "out"
                        self.plant(name)
                        before = content(self.out)
                        done = self.riser(command, case, "--no-report", *words)
                        self.assertEqual(done.returncode, 2, done.stderr)
                        self.assertEqual(content(self.out), before)
                        self.assertIn(name if words == ("--overwrite",) else "out", done.stderr)

    def test_overwriting_removes_what_riser_made_and_nothing_else(self):
        self.riser("run", RUN, code=0)
        mine = ["notes.txt", "report/mine.png", "checkpoints/mine.h5", "mine/deep/thesis.txt"]
        for name in mine:
            path = self.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("mine\n")
        first = content(self.out)
        self.riser("run", RUN.replace("name: small", "name: other"), "--overwrite", code=0)
        second = content(self.out)
        for name in mine:
            self.assertEqual(second[name], first[name])
        self.assertNotEqual(second["summary.json"], first["summary.json"])
        self.assertIn("report/index.html", second)

    def test_a_file_that_the_user_changed_is_the_users(self):
        self.riser("run", RUN, "--no-report", code=0)
        with open(self.out / "summary.json", "a") as file:
            file.write("\n")
        before = content(self.out)
        done = self.riser("run", RUN, "--no-report", "--overwrite", code=2)
        self.assertIn("summary.json", done.stderr)
        self.assertIn("changed", done.stderr)
        self.assertEqual(content(self.out), before)

    def test_the_working_folder_itself_may_be_the_runs(self):
        (self.top / "report").mkdir()
        (self.top / "report" / "thesis.txt").write_text("mine\n")
        (self.top / "case.yaml").write_text(RUN)
        done = subprocess.run([BINARY, "run", "case.yaml", "--set", "output.folder=./"], capture_output=True, text=True, cwd=self.top)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual((self.top / "report" / "thesis.txt").read_text(), "mine\n")

    def test_planted_links_are_not_written_through(self):
        outside = self.top / "outside"
        outside.mkdir()
        (outside / "precious").write_text("mine\n")
        for command, (case, names) in COMMANDS.items():
            parts = [name + ".part" for name in names if "." in name] + [f"{command}.journal"]
            for name in names + parts + ["riser.files", "riser.lock", "stop"]:
                target = outside / "precious" if "." in name or name == "stop" else outside
                with self.subTest(command=command, name=name):
                    self.out.mkdir()
                    (self.out / name).symlink_to(target)
                    before = content(outside)
                    done = self.riser(command, case, "--no-report", "--overwrite")
                    self.assertEqual(content(outside), before)
                    if not (command == "run" and name == "run.journal"):
                        self.assertIn(done.returncode, (2, 5), done.stderr)
                    subprocess.run(["rm", "-r", self.out], check=True)

    def test_a_list_with_a_second_name_elsewhere_is_not_written(self):
        self.out.mkdir()
        (self.top / "precious").write_text("mine\n")
        os.link(self.top / "precious", self.out / "riser.files")
        self.riser("run", RUN, "--no-report", code=2)
        self.assertEqual((self.top / "precious").read_text(), "mine\n")

    def test_a_list_names_nothing_outside_its_folder(self):
        self.out.mkdir()
        (self.top / "precious").write_text("mine\n")
        (self.out / "riser.files").write_text("file - ../precious\nfolder - ..\nfolder - report\nfile - report/../../precious\n")
        (self.out / "report").mkdir()
        (self.out / "report" / "riser.files").write_text("file - ../../precious\nfolder - .\n")
        self.riser("run", RUN, "--no-report", "--overwrite", code=0)
        self.assertEqual((self.top / "precious").read_text(), "mine\n")

    def test_a_line_that_a_kill_cut_short_names_nothing(self):
        self.out.mkdir()
        (self.out / "riser.files").write_text("file - summary.json.old\nfile - summary.json")  # the second line has no end
        (self.out / "summary.json").write_text("mine\n")
        self.riser("run", RUN, "--no-report", "--overwrite", code=2)
        self.assertEqual((self.out / "summary.json").read_text(), "mine\n")

    def test_a_request_to_stop_is_an_empty_file(self):
        self.out.mkdir()
        (self.out / "stop").touch()
        self.riser("run", RUN, "--no-report", code=0)
        self.assertFalse((self.out / "stop").exists())
        (self.out / "stop").write_text("mine\n")
        self.riser("run", RUN, "--no-report", "--overwrite", code=2)
        self.assertEqual((self.out / "stop").read_text(), "mine\n")

    def test_a_dump_replaces_no_other_file(self):
        self.riser("run", RUN, "--no-report", code=0)
        arrays = self.top / "arrays"
        arrays.mkdir()
        (arrays / "time.npy").write_text("mine\n")
        done = subprocess.run([BINARY, "dump", "out", "arrays"], capture_output=True, text=True, cwd=self.top)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual((arrays / "time.npy").read_text(), "mine\n")
        again = [subprocess.run([BINARY, "dump", "out", "fresh"], capture_output=True, text=True, cwd=self.top).returncode for _ in range(2)]
        self.assertEqual(again, [0, 0])

    def test_pages_and_pictures_leave_others_files_alone(self):
        self.riser("run", RUN, code=0)
        page = self.out / "report" / "index.html"
        page.write_text("mine\n")
        done = subprocess.run([BINARY, "report", "out"], capture_output=True, text=True, cwd=self.top)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("index.html", done.stderr)
        self.assertEqual(page.read_text(), "mine\n")
        page.unlink()
        self.assertEqual(subprocess.run([BINARY, "report", "out"], capture_output=True, cwd=self.top).returncode, 0)

    def test_the_reports_writer_keeps_the_same_list(self):
        self.riser("run", RUN, code=0)
        with Folder(self.out) as above, above.folder("report") as folder:
            folder.write("index.html", "anew")
            with self.assertRaises(ForeignFile):
                (self.out / "report" / "other.html").write_text("mine\n")
                folder.write("other.html", "anew")
        self.assertTrue(stat.S_ISREG((self.out / "report" / "riser.files").lstat().st_mode))
        self.riser("run", RUN, "--overwrite", code=0)
        self.assertEqual((self.out / "report" / "other.html").read_text(), "mine\n")


if __name__ == "__main__":
    unittest.main()
