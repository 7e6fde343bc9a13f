"""An installed riser: found relative to itself wherever the tree is moved, its words in the man page and in the shell, its Debian package."""
import ast
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["RISER_BINARY"]).parent
COMMANDS = ("run", "check", "new", "compare", "dump", "sweep", "size", "tabulate", "report", "info")


def options_of(binary, *words):
    text = subprocess.run([binary, *words, "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^ +(?:-\w,)?(--[a-z-]+)", text, re.M))


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        first, cls.prefix = (pathlib.Path(cls.scratch.name) / name for name in ("first", "moved"))
        subprocess.run(["cmake", "--install", BUILD, "--prefix", first], check=True, capture_output=True)
        first.rename(cls.prefix)
        cls.binary = cls.prefix / "bin" / "riser"
        cls.bare = {key: value for key, value in os.environ.items() if not key.startswith(("RISER", "PYTHON"))}

    def complete(self, *words):
        script = self.prefix / "share" / "bash-completion" / "completions" / "riser"
        line = " ".join(f"'{word}'" for word in words)
        program = f"source {script}; COMP_WORDS=({self.binary} {line}); COMP_CWORD={len(words)}; _riser; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, cwd=self.prefix / "share" / "riser" / "configs")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.split()

    def test_a_moved_tree_runs_a_case_and_draws_it(self):
        case = self.prefix / "share" / "riser" / "configs" / "minamitorishima_nodules.yaml"
        done = subprocess.run([self.binary, "run", case, "--set", "grid.cell_length=100 m", "--set", "time.end=10 min"], cwd=self.scratch.name, env=self.bare, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("no pictures", done.stderr)
        self.assertTrue((pathlib.Path(self.scratch.name) / "runs" / "minamitorishima_nodules" / "report" / "index.html").exists())

    def test_the_exact_answers_come_along(self):
        done = subprocess.run([self.prefix / "bin" / "riser-verify", "steady-lift", "--json"], cwd=self.scratch.name, env=self.bare, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(all(case["passed"] for case in json.loads(done.stdout)["cases"]))

    def test_the_man_page_knows_every_command_and_option_and_no_other(self):
        page = self.prefix / "share" / "man" / "man1" / "riser.1"
        text = page.read_text().replace("\\-", "-")
        known = options_of(self.binary).union(*(options_of(self.binary, command) for command in COMMANDS))
        self.assertEqual(set(re.findall(r"--[a-z][a-z-]+", text)), known)
        for command in COMMANDS:
            self.assertRegex(text, rf"\n\.BI? {command}\b")
        for code in range(8):
            self.assertIn(f"\n.B {code}\n", text)
        if shutil.which("man"):
            self.assertEqual(subprocess.run(["man", "--warnings", "-l", page], capture_output=True, text=True, env={**os.environ, "MANPAGER": "cat"}).stderr, "")

    def test_the_shell_completes_what_the_program_knows(self):
        self.assertEqual(set(self.complete("")), set(COMMANDS))
        self.assertEqual(set(self.complete("run", "--")), options_of(self.binary, "run"))
        self.assertEqual(self.complete("run", "case.yaml", "--device", "cu"), ["cuda"])
        self.assertEqual(self.complete("check", "solw"), ["solwara_sms.yaml"])

    def test_a_module_file_leads_to_the_program(self):
        if not pathlib.Path("/usr/share/modules/init/bash").exists():
            self.skipTest("no environment-modules")
        words = f"source /usr/share/modules/init/bash; module use {self.prefix}/share/modulefiles; module load riser; command -v riser"
        self.assertEqual(subprocess.run(["bash", "-c", words], capture_output=True, text=True).stdout.strip(), str(self.binary))

    def test_a_debian_package_holds_all_of_it_and_runs(self):
        if not shutil.which("dpkg-shlibdeps"):
            self.skipTest("no dpkg-dev")
        subprocess.run(["cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", self.scratch.name], check=True, capture_output=True, cwd=self.scratch.name)
        package = next(pathlib.Path(self.scratch.name).glob("riser_*.deb"))
        depends = subprocess.run(["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True, check=True).stdout
        for name in ("libhdf5", "libyaml-cpp", "libudunits2", "python3-h5py"):
            self.assertIn(name, depends)
        root = pathlib.Path(self.scratch.name) / "root"
        subprocess.run(["dpkg", "-x", package, root], check=True)
        self.assertTrue((root / "usr" / "share" / "man" / "man1" / "riser.1").exists())
        self.assertIn("riser 0", subprocess.run([root / "usr" / "bin" / "riser", "--version"], capture_output=True, text=True, env=self.bare).stdout)

    def test_the_spack_recipe_is_python(self):
        ast.parse((ROOT / "packaging" / "spack" / "packages" / "riser" / "package.py").read_text())


if __name__ == "__main__":
    unittest.main()
