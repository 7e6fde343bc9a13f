"""benchmarks/gpu.sh where there is no GPU: what it says without a device, and the whole of it with stand-ins for the device and its tools."""
import json
import os
import pathlib
import stat
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ["RISER_BINARY"]

# Says that it has a card, runs on the host what is asked of the card.
PROGRAM = """#!/usr/bin/env python3
import json, os, subprocess, sys
if "info" in sys.argv:
    about = json.loads(subprocess.run([{binary!r}, "info", "--json"], capture_output=True, text=True).stdout)
    print(json.dumps(about | {{"devices": ["cpu", "Stand-in 9000"]}}))
else:
    words = ["cpu" if word == "cuda" else word for word in sys.argv[1:]]
    os.execv({binary!r}, [{binary!r}, *words, *({shorten!r} if "riser_6km_2d" in " ".join(words) or "minamitorishima" in " ".join(words) else [])])
"""
SHORTER = ["--set", "time.end=0.02 s"]
SMI = """#!/bin/sh
case "$*" in *query*) echo "Stand-in 9000, 580.1, 81559 MiB, 1980 MHz, 2619 MHz, 700 W, 9.0";; *) echo "CUDA Version: 13.0";; esac
"""
SANITIZER = """#!/bin/sh
[ "$2" = racecheck ] && echo "a race" && exit 9
exit 0
"""
NCU = """#!/bin/sh
echo '"ID","Kernel Name","Metric Name","Metric Value"'
echo '"0","advance_kernel","launch__registers_per_thread","255"'
"""
BENCH = """#!/bin/sh
echo '{"benchmarks": []}'
"""


def executable(path, text):
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


class Script(unittest.TestCase):
    def gpu(self, *words, **environment):
        return subprocess.run([ROOT / "benchmarks" / "gpu.sh", *map(str, words)], capture_output=True, text=True, env=os.environ | {"OUT": ""} | environment)

    def stand_ins(self, folder):
        executable(folder / "riser", PROGRAM.format(binary=BINARY, shorten=SHORTER))
        for name, text in (("nvidia-smi", SMI), ("compute-sanitizer", SANITIZER), ("ncu", NCU), ("riser_bench", BENCH)):
            executable(folder / name, text)
        return {"RISER_BINARY": str(folder / "riser"), "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}

    def test_without_a_device_it_says_so_and_runs_nothing(self):
        with tempfile.TemporaryDirectory() as out:
            done = self.gpu(pathlib.Path(out) / "results", CUDA_VISIBLE_DEVICES="")
            self.assertEqual(done.returncode, 6)
            self.assertIn("no CUDA device", done.stderr)
            self.assertFalse((pathlib.Path(out) / "results").exists())

    def test_on_the_host_alone_what_needs_a_device_is_not_measured(self):
        with tempfile.TemporaryDirectory() as out:
            done = self.gpu(out, "--cpu", "--cases", "heat", "kynch")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            summary = json.loads((pathlib.Path(out) / "summary.json").read_text())
            status = {step["name"]: step["status"] for step in summary["steps"]}
            self.assertEqual(status.pop("exact answers on cpu"), "passed")
            self.assertEqual(set(status.values()), {"not measured"})
            self.assertIn("| ncu, axial | not measured |", (pathlib.Path(out) / "summary.md").read_text())

    def test_with_stand_ins_every_step_runs_and_a_failed_one_is_told(self):
        with tempfile.TemporaryDirectory() as tools, tempfile.TemporaryDirectory() as out:
            done = self.gpu(out, "--cases", "heat", **self.stand_ins(pathlib.Path(tools)))
            out = pathlib.Path(out)
            summary = json.loads((out / "summary.json").read_text())
            status = {step["name"]: step["status"] for step in summary["steps"]}
            failed = [name for name, word in status.items() if word == "FAILED"]
            self.assertEqual([name for name in failed if "racecheck" not in name], [], done.stdout)
            self.assertEqual(len([name for name in failed if "racecheck" in name]), 3)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(summary["machine"]["gpu"]["driver_version"], "580.1")
            self.assertEqual({path.name for path in out.iterdir()}, {"bench.json", "crossover.json", "log.txt", "ncu_axial.csv", "ncu_section.csv", "summary.json",
                                                                     "summary.md", "verify_cpu.json", "verify_cuda.json"})

    def test_what_takes_longer_than_its_share_is_cut_off_and_told(self):
        with tempfile.TemporaryDirectory() as tools, tempfile.TemporaryDirectory() as out:
            environment = self.stand_ins(pathlib.Path(tools))
            executable(pathlib.Path(tools) / "riser_bench", "#!/bin/sh\nsleep 60\n")
            done = self.gpu(out, "--cases", "heat", "--limit", "3", **environment)
            self.assertEqual(done.returncode, 1)
            self.assertIn("cut off", (pathlib.Path(out) / "summary.md").read_text())


if __name__ == "__main__":
    unittest.main()
