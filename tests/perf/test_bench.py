"""riser bench as scripts meet it: names, filter, the shapes of its JSON, wrong options. No time is asserted here."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

BENCH = pathlib.Path(os.environ["RISER_BINARY"]).parent / "riser_bench"
QUICK = ("--repeats", "3", "--min-time", "0.001")
SMALL = "crossover/risers:1/cells:600/classes:3/device:cpu"
COMPARE = pathlib.Path("/usr/share/benchmark/compare.py")  # of Debian's libbenchmark-tools


def bench(*words):
    return subprocess.run([str(BENCH), *words], capture_output=True, text=True, timeout=600)


class Bench(unittest.TestCase):
    def test_list_and_filter(self):
        everything = bench("--list").stdout
        for name in ("axial/rigid/classes:3/cells:6000/threads:1", "axial/rigid/mud/cells:6000/threads:1", "axial/elastic/cavities/classes:3/cells:6000/threads:1",
                     "axial/ensemble/risers:8/classes:3/cells:6000/threads:2/per_core", "axisymmetric/turbulent/classes:2/cells:115200/threads:2",
                     "sizing/transients/cells:300/threads:1", "io/snapshots/axial/classes:3/cells:6000", "crossover/risers:10000/cells:600/classes:3/device:cpu"):
            self.assertIn(name, everything)
        some = bench("--list", "--filter", "^axial/rigid.*threads:1$").stdout.split("\n")
        self.assertEqual([line for line in some if line], ["axial/rigid/classes:3/cells:6000/threads:1", "axial/rigid/classes:3/heat/cells:6000/threads:1",
                                                          "axial/rigid/mud/cells:6000/threads:1"])

    def test_google_shape(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "bench.json"
            done = bench("--filter", SMALL, *QUICK, "--json", str(path), "--bencher", str(path) + ".bmf")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn(SMALL, done.stdout)
            self.assertIn("limits, ", done.stdout)
            data, bencher = json.loads(path.read_text()), json.loads(pathlib.Path(str(path) + ".bmf").read_text())
        for key in ("date", "host_name", "executable", "num_cpus", "mhz_per_cpu", "cpu_scaling_enabled", "caches", "load_avg", "library_build_type", "limits"):
            self.assertIn(key, data["context"])
        limits = data["context"]["limits"][0]
        for key in ("multiply_add_flops", "divisions_per_second", "copy_bytes_per_second", "triad_bytes_per_second"):
            self.assertGreater(limits[key], 0)
        entry, = data["benchmarks"]
        self.assertEqual((entry["name"], entry["run_name"], entry["run_type"], entry["repetitions"], entry["repetition_index"], entry["time_unit"]),
                         (SMALL, SMALL, "iteration", 1, 0, "ns"))
        self.assertAlmostEqual(entry["real_time"] * entry["items_per_second"] / 1e9, 1, places=4)
        self.assertEqual(len(entry["repeats_real_time"]), 3)
        for key in ("iterations", "cpu_time", "threads", "flops_per_item", "bytes_per_item", "fraction_of_limit", "fraction_of_slots"):
            self.assertGreater(entry[key], 0)
        throughput = bencher[SMALL]["throughput"]
        self.assertTrue(throughput["lower_value"] <= throughput["value"] <= throughput["upper_value"])

    def test_json_without_a_name_goes_to_standard_output(self):
        for words in (("--json",), ("--json", "-")):
            data = json.loads(bench("--filter", SMALL, *QUICK, "--no-limits", *words).stdout)
            self.assertEqual([e["name"] for e in data["benchmarks"]], [SMALL])

    def test_crossover_runs_only_when_named(self):
        done = bench("--filter", "cells:600/", *QUICK, "--no-limits")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--list", done.stderr)

    def test_snapshots_give_bytes_a_second(self):
        with tempfile.TemporaryDirectory() as folder:
            done = bench("--filter", "io/.*axisymmetric", *QUICK, "--json", "--output", folder)
            entry, = json.loads(done.stdout)["benchmarks"]
            self.assertGreater(entry["bytes_per_item"], 8 * 11520)
            self.assertAlmostEqual(entry["bytes_per_second"] / entry["bytes_per_item"] / entry["items_per_second"], 1, places=4)
            self.assertEqual(sorted(p.name for p in pathlib.Path(folder).iterdir()), ["bench.json", "bench.txt", "bencher.json"])

    def test_wrong_words(self):
        for words, code, hint in ((("--filter", "("), 2, "regular expression"), (("--filter", "nothing"), 2, "--list"), (("--repeats", "0"), 2, "not in range"),
                                  (("--device", "tpu"), 2, "cuda"), (("--wrong",), 2, "--help"), (("--json", "/proc/none/x", "--filter", SMALL), 5, "written"),
                                  (("--output", "/proc/none"), 5, "--output")):
            with self.subTest(words=words):
                done = bench(*words)
                self.assertEqual(done.returncode, code)
                self.assertIn(hint, done.stderr)

    def test_a_missing_device_is_said(self):
        if "not measured: no CUDA device" not in bench("--list").stdout:
            self.skipTest("there is a CUDA device")
        self.assertEqual(bench("--device", "cuda").returncode, 6)

    @unittest.skipUnless(COMPARE.exists(), "needs libbenchmark-tools")
    def test_google_benchmarks_own_tool_reads_it(self):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/bench.json"
            bench("--filter", SMALL, *QUICK, "--no-limits", "--json", path)
            done = subprocess.run(["/usr/bin/python3", str(COMPARE), "benchmarks", path, path], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(SMALL, done.stdout)


if __name__ == "__main__":
    unittest.main()
