"""cmake/pack.sh refuses what would not run elsewhere: a program with libraries of its own, a folder that is too large."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Pack(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.source, self.ship, self.units = (pathlib.Path(scratch.name) / name for name in ("source", "ship", "units"))
        (self.source / "configs").mkdir(parents=True)
        (self.source / "LICENSE").write_text("free\n")
        self.units.mkdir()
        (self.units / "udunits2.xml").write_text("<unit-system/>\n")

    def pack(self, *programs):
        return subprocess.run([ROOT / "cmake" / "pack.sh", self.source, self.ship, self.units, *programs], capture_output=True, text=True)

    def test_a_program_of_the_c_library_alone_is_packed(self):
        done = self.pack("/bin/true")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({p.name for p in self.ship.iterdir()}, {"LICENSE", "configs", "licenses", "true", "udunits"})
        self.assertEqual(subprocess.run([self.ship / "true"]).returncode, 0)

    def test_a_program_with_other_libraries_is_refused_by_name(self):
        done = self.pack(shutil.which("cmake"))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"cmake needs .*libstdc\+\+")

    def test_a_folder_that_is_too_large_is_refused(self):
        with open(self.source / "configs" / "large", "wb") as file:
            file.truncate(61_000_000)
        done = self.pack("/bin/true")
        self.assertEqual(done.returncode, 1)
        self.assertIn("more than 60 MB", done.stderr)


if __name__ == "__main__":
    unittest.main()
