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
COMMON = {"--help", "--set", "--device", "--quiet", "--json"}  # of every command
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

    def complete(self, *words, program=None, folder=None, **environment):
        """What bash offers for the last word."""
        script = self.prefix / "share" / "bash-completion" / "completions" / "riser"
        line = " ".join(f"'{word}'" for word in (program or self.binary, *words))
        asked = f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words)}; _riser; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        return self.offered(["bash", "-c", asked], folder, environment)

    def complete_in_zsh(self, *words):
        """What the function gives to zsh's own, which work in an editor alone and are replaced here by ones that print."""
        script = self.prefix / "share" / "zsh" / "site-functions" / "_riser"
        line = " ".join(f"'{word}'" for word in (self.binary, *words))
        asked = ("compadd() { [[ $1 == -a ]] && print -l -- ${(P)3} || print -l -- ${@:2} }; _describe() { print -l -- ${(P)2} }; _files() { print -l -- $@ }; compset() { return 1 }; "
                 f"f() {{ source {script} }}; words=({line}); CURRENT={len(words) + 1}; PREFIX='{words[-1]}'; f")
        return self.offered(["zsh", "-f", "-c", asked], None, {})

    def offered(self, shell, folder, environment):
        done = subprocess.run(shell, capture_output=True, text=True, cwd=folder or self.prefix / "share" / "riser" / "configs", env={**os.environ, **environment})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.split("\n")[:-1]

    def test_a_moved_tree_runs_a_case_and_draws_it(self):
        case = self.prefix / "share" / "riser" / "configs" / "minamitorishima_nodules.yaml"
        script = self.prefix / "share" / "riser" / "report" / "report.py"  # says that it was this one: the source tree holds another
        script.write_text(script.read_text().replace('if __name__ == "__main__":', 'if __name__ == "__main__":\n    print("the installed script")'))
        done = subprocess.run([self.binary, "run", case, "--set", "grid.cell_length=100 m", "--set", "time.end=10 min"], cwd=self.scratch.name, env=self.bare, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("no pictures", done.stderr)
        self.assertIn("the installed script", done.stderr)
        self.assertEqual(list(self.prefix.rglob("__pycache__")), [])  # a package would leave it behind
        self.assertTrue((pathlib.Path(self.scratch.name) / "runs" / "minamitorishima_nodules" / "report" / "index.html").exists())

    def test_the_exact_answers_come_along(self):
        done = subprocess.run([self.prefix / "bin" / "riser-verify", "steady-lift", "--json"], cwd=self.scratch.name, env=self.bare, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(all(case["passed"] for case in json.loads(done.stdout)["cases"]))
        self.assertEqual([p for p in self.prefix.rglob("*.png")], [])
        subprocess.run([self.prefix / "bin" / "riser-verify", "pulse", "--pictures", "drawn"], cwd=self.scratch.name, env=self.bare, capture_output=True, check=True)
        self.assertTrue(list((pathlib.Path(self.scratch.name) / "drawn").glob("*.png")))

    def test_the_man_page_knows_every_command_and_option_and_no_other(self):
        page = self.prefix / "share" / "man" / "man1" / "riser.1"
        text = page.read_text().replace("\\-", "-")
        known = options_of(self.binary).union(*(options_of(self.binary, command) for command in COMMANDS))
        self.assertEqual(set(re.findall(r"--[a-z][a-z-]+", text)), known)
        paragraphs = re.split(r"\n\.P[P]|\n\.TP\n", text[:text.index(".SH OPTIONS")])
        for command in COMMANDS:
            said = next(p for p in paragraphs if re.match(rf"\.BI? {command}\b", p))
            self.assertEqual(set(re.findall(r"--[a-z-]+", said)) | COMMON, options_of(self.binary, command), command)
        for code in range(8):
            self.assertIn(f"\n.B {code}\n", text)
        if shutil.which("man"):
            self.assertEqual(subprocess.run(["man", "--warnings", "-l", page], capture_output=True, text=True, env={**os.environ, "MANPAGER": "cat"}).stderr, "")

    def test_the_man_page_knows_the_environment(self):
        sources = "".join(path.read_text() for room in ("io", "solver") for path in (ROOT / room).glob("*.cpp"))
        read = set(re.findall(r'\b(?:getenv|setting)\("([A-Z0-9_]+)"', sources)) | set(re.findall(r'"(CUDA_[A-Z_]+)"', sources))
        self.assertIn("RISER_PYTHON", read)
        text = (ROOT / "docs" / "riser.1").read_text()
        self.assertEqual({name for name in read if not re.search(rf"\b{name}\b", text[text.index(".SH ENVIRONMENT"):])}, set())

    def test_the_shell_completes_what_the_program_knows(self):
        self.assertEqual(set(self.complete("")), set(COMMANDS))
        for command in COMMANDS:
            self.assertEqual(set(self.complete(command, "--")), options_of(self.binary, command), command)
        self.assertEqual(self.complete("run", "case.yaml", "--device", "cu"), ["cuda"])
        self.assertEqual(self.complete("run", "--device", "=", "cu"), ["cuda"])  # as bash splits --device=cu
        self.assertEqual(self.complete("check", "solw"), ["solwara_sms.yaml"])
        self.assertEqual(set(self.complete("", program="~/bin/riser", HOME=str(self.prefix))), set(COMMANDS))
        with tempfile.TemporaryDirectory() as folder:
            for name in ("my case.yaml", "my run.h5", "my notes.txt"):
                (pathlib.Path(folder) / name).touch()
            self.assertEqual(self.complete("run", "my", folder=folder), ["my case.yaml"])
            self.assertEqual(self.complete("report", "my", folder=folder), ["my run.h5"])

    def test_completion_starts_no_launcher(self):
        with tempfile.TemporaryDirectory() as folder:
            launcher, built = pathlib.Path(folder) / "riser", pathlib.Path(folder) / "build" / "release" / "riser"
            (pathlib.Path(folder) / "CMakeLists.txt").touch()
            launcher.write_text("#!/bin/sh\ntouch started\n")
            launcher.chmod(0o755)
            self.assertEqual(self.complete("", program="./riser", folder=folder), [""])
            built.parent.mkdir(parents=True)
            built.symlink_to(self.binary)
            self.assertEqual(set(self.complete("", program="./riser", folder=folder)), set(COMMANDS))
            self.assertFalse((pathlib.Path(folder) / "started").exists())

    def test_zsh_completes_what_the_program_knows(self):
        if not shutil.which("zsh"):
            self.skipTest("no zsh")
        self.assertEqual({line.split(":")[0] for line in self.complete_in_zsh("")}, set(COMMANDS))
        for command in COMMANDS:
            self.assertEqual(set(self.complete_in_zsh(command, "--")), options_of(self.binary, command), command)
        self.assertEqual(self.complete_in_zsh("run", "case.yaml", "--device", ""), ["auto", "cpu", "cuda"])
        self.assertEqual(self.complete_in_zsh("check", "x"), ["-g", "*.yaml"])
        self.assertEqual(self.complete_in_zsh("report", "x"), ["-g", "*.h5"])

    def test_a_module_file_leads_to_the_program(self):
        if not pathlib.Path("/usr/share/modules/init/bash").exists():
            self.skipTest("no environment-modules")
        words = f"source /usr/share/modules/init/bash; module use {self.prefix}/share/modulefiles; module load riser; command -v riser; man -w riser; man -w man"
        found = subprocess.run(["bash", "-c", words], capture_output=True, text=True, env={k: v for k, v in self.bare.items() if k != "MANPATH"}).stdout.split()
        self.assertEqual(found[0], str(self.binary))
        if shutil.which("man"):
            self.assertEqual(found[1], str(self.prefix / "share" / "man" / "man1" / "riser.1"))
            self.assertEqual(len(found), 3, "the system's pages are hidden")

    def test_a_debian_package_holds_all_of_it_and_runs(self):
        if not shutil.which("dpkg-shlibdeps"):
            self.skipTest("no dpkg-dev")
        subprocess.run(["cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", self.scratch.name], check=True, capture_output=True, cwd=self.scratch.name, umask=0o077)
        package = next(pathlib.Path(self.scratch.name).glob("riser_*.deb"))
        depends = subprocess.run(["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True, check=True).stdout
        for name in ("libhdf5", "libyaml-cpp", "libudunits2", "python3-h5py"):
            self.assertIn(name, depends)
        root = pathlib.Path(self.scratch.name) / "root"
        subprocess.run(["dpkg", "-x", package, root], check=True)
        for name in ("man/man1/riser.1.gz", "doc/riser/copyright", "zsh/vendor-completions/_riser"):
            self.assertTrue((root / "usr" / "share" / name).exists(), name)
        self.assertEqual([path for path in root.rglob("*") if not path.stat().st_mode & 0o004], [])  # for every user, whatever the builder's umask
        self.assertIn("riser 0", subprocess.run([root / "usr" / "bin" / "riser", "--version"], capture_output=True, text=True, env=self.bare).stdout)

    def test_the_spack_recipe_is_python(self):
        ast.parse((ROOT / "packaging" / "spack" / "packages" / "riser" / "package.py").read_text())


if __name__ == "__main__":
    unittest.main()
