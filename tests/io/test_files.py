"""What a user meets: the files of a run, the commands, the exit codes."""
import csv
import json
import os
import pathlib
import resource
import signal
import subprocess
import tempfile
import time
import unittest

import h5py
import numpy as np
import xarray

BINARY = os.environ["RISER_BINARY"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
CASE = """
name: small
title: A small riser
grid: {cell_length: 4 m}
time: {end: 60 s, courant: 0.8, maximum_step: 1 s}
sea: {temperature: [[0 m, 20 degC], [200 m, 10 degC]]}
solids:
  - {name: fine, diameter: 2 mm, density: 2000 kg/m3}
  - {name: coarse, diameter: 10 mm, density: 2000 kg/m3}
pipe:
  inlet_depth: 200 m
  segments: [{length: 200 m, bore: 0.3 m, wall_thickness: 20 mm, yield_strength: 450 MPa}]
pumps:
  - {name: station, kind: centrifugal, position: 100 m, rated_speed: 1450 rpm, curve: {flow: [0 m3/h, 1500 m3/h], head: [20 m, 5 m], efficiency: [0.3, 0.7]}, speed: 1450 rpm, run_down_time: 5 s}
feeds:
  - {class: fine, dry_rate: 20 t/h}
  - {class: coarse, dry_rate: 20 t/h}
output: {snapshot_interval: 10 s, series_interval: 1 s, probes: [0 m, 100 m]}
"""


class Files(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.scratch.name)
        (self.folder / "case.yaml").write_text(CASE)
        self.addCleanup(self.scratch.cleanup)

    def riser(self, *words, **options):
        return subprocess.run([BINARY, *words], capture_output=True, text=True, cwd=self.folder, **options)

    def run_case(self, out="out", *words):
        done = self.riser("run", "case.yaml", "--no-report", "--set", f"output.folder={out}", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.folder / out

    def test_a_run_writes_snapshots_summary_and_pictures(self):
        done = self.riser("run", "case.yaml")
        self.assertEqual(done.returncode, 0, done.stderr)
        folder = self.folder / "runs" / "small"
        summary = json.loads((folder / "summary.json").read_text())
        self.assertEqual(summary["schema"], 1)
        self.assertTrue(all(row["relative_error"] < 1e-12 for row in summary["mass_balance"]))
        for name in ("snapshots.h5", "report/index.html", "report/concentration.png", "report/pressure.png", "report/flow.png"):
            self.assertTrue((folder / name).exists(), name)

    def test_the_snapshots_describe_themselves(self):
        path = self.run_case() / "snapshots.h5"
        bare = []
        with h5py.File(path) as file:
            file.visititems(lambda name, item: bare.append(name) if isinstance(item, h5py.Dataset)
                            and not ("units" in item.attrs and "long_name" in item.attrs) else None)
            self.assertIn("resolved_yaml", file.attrs)
        self.assertEqual(bare, [])
        with xarray.open_dataset(path) as data:
            self.assertEqual(dict(data.sizes)["s"], 50)
            self.assertEqual(data["concentration"].dims, ("time", "class", "s"))
        with xarray.open_dataset(path, group="series") as series:
            self.assertEqual(dict(series.sizes)["time"], 61)

    def test_the_same_case_gives_the_same_bits_also_from_what_the_file_holds(self):
        first = self.run_case("one") / "snapshots.h5"
        with h5py.File(first) as file:
            text, wanted = file.attrs["resolved_yaml"], file["concentration"][()]
        (self.folder / "case.yaml").write_text(text if isinstance(text, str) else text.decode())
        with h5py.File(self.run_case("two") / "snapshots.h5") as file:
            self.assertTrue(np.array_equal(file["concentration"][()], wanted))

    def test_an_existing_run_is_left_alone_unless_told(self):
        folder = self.run_case()
        before = (folder / "snapshots.h5").read_bytes()
        refused = self.riser("run", "case.yaml", "--set", "output.folder=out")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("--overwrite", refused.stderr)
        self.assertEqual((folder / "snapshots.h5").read_bytes(), before)
        self.run_case("out", "--overwrite")

    def test_standard_output_is_data_and_quiet_is_quiet(self):
        done = self.riser("run", "case.yaml", "--json", "--quiet", "--no-report")
        self.assertEqual(json.loads(done.stdout)["name"], "small")
        self.assertEqual(done.stderr, "")

    def test_bad_input_ends_with_two_and_writes_nothing(self):
        for words in (["run", "case.yaml", "--set", "grid.cel_length=1 m"], ["run", "nowhere.yaml"], ["run", "case.yaml", "--spede"]):
            done = self.riser(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertNotEqual(done.stderr + done.stdout, "")
        self.assertFalse((self.folder / "runs").exists())

    def test_a_wrong_key_is_named_with_its_place_and_a_suggestion(self):
        (self.folder / "case.yaml").write_text(CASE.replace("maximum_step", "maximum_stp"))
        done = self.riser("check", "case.yaml")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"case\.yaml:5:\d+: .*did you mean 'maximum_step'\?")

    def test_a_run_that_diverges_ends_with_three_and_keeps_the_last_good_state(self):
        (self.folder / "case.yaml").write_text(
            "name: small\ntime: {end: 20 s}\nliquid: {law: constant, density: 1000 kg/m3, viscosity: 1 mPa.s}\n"
            "pipe: {inlet_depth: 0 m, segments: [{length: 100 m, bore: 0.1 m, inclination: 90 deg}]}\n"
            "inlet: {kind: flow, value: [[0 s, 0 m3/s], [10 s, 100 m3/s]]}\noutlet: {kind: pressure, value: 1 atm}\n"
            "output: {series_interval: 1 s, snapshot_interval: 5 s}\n")
        done = self.riser("run", "case.yaml", "--quiet", "--no-report")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertRegex(done.stderr, r"first bad cell 0 at s = 0\.5 m, t = 7\.\d+ s")
        self.assertIn("the last good state (t = 7 s) is in the file", done.stderr)
        with h5py.File(self.folder / "runs" / "small" / "snapshots.h5") as file:
            self.assertEqual(list(file["time"][()]), [0, 5, 7])
            self.assertTrue(np.isfinite(file["pressure"][()]).all())

    def test_a_double_pipe_with_a_vessel_reads_back_from_what_is_printed(self):
        table = ROOT / "benchmarks" / "data" / "suter_radial.csv"
        (self.folder / "case.yaml").write_text(
            "name: small\npressure_model: elastic\ntime: {end: 5 s}\nliquid: {law: constant, density: 1000 kg/m3, viscosity: 1 mPa.s}\n"
            "pipe:\n  inlet_depth: 0 m\n  segments:\n    - {name: ring, length: 200 m, bore: 0.36 m, inclination: 180 deg}\n"
            "    - {inside: ring, length: 200 m, bore: 0.2 m}\n"
            "pumps:\n  - {name: c, kind: centrifugal, position: 0 m, rated_speed: 100 rad/s, speed: 100 rad/s, derating: cave, "
            f"four_quadrant: {{rated_flow: 0.1 m3/s, rated_head: 40 m, table: {table}}}}}\n"
            "vessels: [{name: a, position: 50 m, gas_volume: 1 m3}]\n"
            "valves: [{name: d, dump: true, position: 200 m, coefficient: [[0, 0 m3/s], [1, 1 l/s]]}]\n"
            "inlet: {kind: pressure, value: 1 atm}\noutlet: {kind: pressure, value: 1 atm}\n")
        (self.folder / "full.yaml").write_text(self.riser("check", "case.yaml", "--print-config").stdout)
        states = []
        for name in ("case.yaml", "full.yaml"):
            done = self.riser("run", name, "--quiet", "--no-report", "--overwrite")
            self.assertEqual(done.returncode, 0, done.stderr)
            with h5py.File(self.folder / "runs" / "small" / "snapshots.h5") as file:
                states.append(file["pressure"][-1])
                self.assertEqual([n.decode() for n in file["series/branch"][()]], ["a", "d"])
        self.assertTrue(np.array_equal(*states))
        self.assertGreater(states[0].max(), 3e5)

    def test_a_signal_stops_with_four_and_keeps_what_was_done(self):
        words = [BINARY, "run", "case.yaml", "--quiet", "--no-report", "--set", "time.end=2000 h"]
        child = subprocess.Popen(words, cwd=self.folder, stderr=subprocess.PIPE)
        time.sleep(1.0)
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=20)
        self.assertEqual(child.returncode, 4)
        with h5py.File(self.folder / "runs/small/snapshots.h5") as file:
            self.assertGreater(len(file["time"]), 1)

    def test_a_file_in_the_way_ends_with_five(self):
        (self.folder / "wall").write_text("")
        done = self.riser("run", "case.yaml", "--set", "output.folder=wall/out")
        self.assertEqual(done.returncode, 5, done.stderr)

    def test_a_full_disk_ends_with_five(self):
        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000))
        done = self.riser("run", "case.yaml", "--no-report", preexec_fn=small_files)
        self.assertEqual(done.returncode, 5, f"{done.returncode} {done.stderr}")
        self.assertRegex(done.stderr, r"^riser: .*snapshots\.h5: .* failed: File too large\nriser: once there is room, .*--resume begins anew\n$")

    def test_a_device_that_is_not_there_ends_with_six(self):
        if len(json.loads(self.riser("info", "--json").stdout)["devices"]) > 1:
            self.skipTest("there is a device")
        self.assertEqual(self.riser("run", "case.yaml", "--device", "cuda").returncode, 6)

    def test_a_hold_time_study_says_how_long_the_pump_may_be_off(self):
        (self.folder / "case.yaml").write_text(CASE + "events: [{at: 20 s, action: pump_trip}, {at: 25 s, action: pump_restart}]\n"
                                               "hold_time: {off: [5 s, 10 s], recovered: 0.5, within: 60 s}\n")
        done = self.riser("run", "case.yaml", "--json", "--set", "pumps[0].run_up_time=5 s")
        self.assertEqual(done.returncode, 0, done.stderr)
        study = json.loads(done.stdout)["hold_time"]
        self.assertEqual((study["longest_s"], study["limit_s"]), (10, None))
        self.assertIn("0.1667 min at least", done.stderr)
        folder = self.folder / "runs" / "small"
        self.assertEqual(len((folder / "hold_time.csv").read_text().splitlines()), 3)
        self.assertTrue((folder / "report" / "hold_time.png").exists())

    def test_waves_are_recorded_densely_within_their_window_and_drawn(self):
        (self.folder / "case.yaml").write_text("pressure_model: elastic\nwaves: {between: [[20 s, 30 s]], record_interval: 0.5 s}\n" + CASE
                                               + "events: [{at: 21 s, action: pump_trip}]\n")
        done = self.riser("run", "case.yaml")
        self.assertEqual(done.returncode, 0, done.stderr)
        folder = self.folder / "runs" / "small"
        with h5py.File(folder / "snapshots.h5") as file:
            self.assertEqual(int(np.sum((file["time"][()] >= 20) & (file["time"][()] <= 30))), 21)
        for name in ("waves.png", "stations.png"):
            self.assertTrue((folder / "report" / name).exists(), name)

    def sweep(self, plan, *words):
        (self.folder / "case.yaml").write_text(CASE + plan)
        return self.riser("sweep", "case.yaml", "--overwrite", *words)

    def rows(self, *part):
        with open(self.folder.joinpath("runs", "small", *part, "sweep.csv")) as file:
            return list(csv.DictReader(file))

    GRID = 'sweep: {vary: [{key: "pipe.segments[0].bore", from: 0.28 m, to: 0.32 m, count: 3}, {key: "feeds[1].dry_rate", values: [10 t/h, 40 t/h]}]}\n'

    def test_a_sweep_runs_every_member_as_a_run_would_on_any_number_of_threads(self):
        tables = []
        for threads in ("1", "3"):
            done = self.sweep(self.GRID, "--threads", threads)
            self.assertEqual(done.returncode, 0, done.stderr)
            tables.append((self.folder / "runs" / "small" / "sweep.csv").read_text())
        self.assertEqual(*tables)
        rows = self.rows()
        self.assertEqual([(r["pipe.segments[0].bore"], r["feeds[1].dry_rate"]) for r in rows],
                         [(b, f) for b in ("0.28 m", "0.3 m", "0.32 m") for f in ("10 t/h", "40 t/h")])
        one = self.riser("run", "case.yaml", "--json", "--quiet", "--no-report", "--set", "pipe.segments[0].bore=0.32 m", "--set", "feeds[1].dry_rate=40 t/h")
        summary = json.loads(one.stdout)
        self.assertEqual(float(rows[5]["delivered_dry [t]"]), summary["production"]["delivered_dry_t"])
        self.assertEqual(float(rows[5]["maximum_pressure [Pa]"]), summary["pressure"]["maximum_Pa"])
        with xarray.open_dataset(self.folder / "runs" / "small" / "sweep.h5") as data:
            self.assertEqual(data.sizes["member"], 6)
            self.assertEqual(list(data["pipe_segments_0_bore"].values), [0.28, 0.28, 0.3, 0.3, 0.32, 0.32])
            self.assertTrue((data["done"] == 1).all())

    def test_a_sweep_gives_data_as_json_and_refuses_a_device_it_does_not_use(self):
        done = self.sweep(self.GRID, "--json", "--quiet", "--set", "time.end=5 s")
        self.assertEqual((json.loads(done.stdout)["members"], json.loads(done.stdout)["failed"]), (6, 0))
        self.assertEqual(self.sweep(self.GRID, "--device", "cuda").returncode, 6)

    def test_a_job_array_of_a_sweep_runs_every_member_once(self):
        for index in range(4):
            self.assertEqual(self.sweep(self.GRID, "--array-index", str(index), "--array-size", "4", "--quiet").returncode, 0)
        members = [int(row["member"]) for index in range(4) for row in self.rows(f"part_{index}")]
        self.assertEqual(sorted(members), list(range(6)))
        late = self.sweep(self.GRID, "--array-index", "7", "--array-size", "8")
        self.assertEqual(late.returncode, 2)
        self.assertIn("has none of the 6 members", late.stderr)

    def test_a_latin_hypercube_has_one_member_in_every_slice_and_is_repeatable(self):
        plan = ('sweep: {method: latin_hypercube, samples: 10, seed: 3, vary: [{key: "pipe.segments[0].bore", from: 0.25 m, to: 0.35 m}, '
                '{key: "solids[0].density", from: 1900 kg/m3, to: 2100 kg/m3}]}\n')
        tables = []
        for _ in range(2):
            self.assertEqual(self.sweep(plan, "--quiet", "--set", "time.end=5 s").returncode, 0)
            tables.append(self.rows())
        self.assertEqual(*tables)
        bores = sorted(float(row["pipe.segments[0].bore"].split()[0]) for row in tables[0])
        for k, bore in enumerate(bores):
            self.assertTrue(0.25 + 0.01 * k <= bore <= 0.25 + 0.01 * (k + 1), bores)

    def test_a_member_that_fails_does_not_stop_the_others(self):
        done = self.sweep('sweep: {vary: [{key: "initial.flow_rate", values: [0 m3/s, 100 m3/s, 0 m3/s]}, {key: "pipe.segments[0].bore", values: [0.05 m]}]}\n')
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual([row["status"] for row in self.rows()], ["done", "diverged", "done"])
        self.assertIn("first bad cell", self.rows()[1]["warnings"])

    def test_a_bad_sweep_is_named_before_anything_runs(self):
        for plan, words in (("", "sweep.vary: is missing"),
                            ('sweep: {vary: [{key: "pipe.segments[0].bor", values: [1 m]}]}\n', "did you mean 'bore'?; member 0 of the sweep"),
                            ('sweep: {vary: [{key: "solids[0].density", from: -1 t/m3, to: 2 t/m3, count: 2}]}\n', "kg/m3; member 0 of the sweep"),
                            ('sweep: {vary: [{key: a, from: 1 m, to: 2 cm, count: 2}]}\n', "different units"),
                            ('sweep: {vary: [{key: a, from: 1 m, to: 2 m}]}\n', "count is missing"),
                            ('sweep: {vary: [{key: a, from: 2 m, to: 1 m, count: 2}]}\n', "from is not below to"),
                            ('sweep: {vary: [{key: a}]}\n', "values, or from and to, are missing"),
                            ('sweep: {method: list, vary: [{key: a, values: [1, 2]}, {key: b, values: [1]}]}\n', "as many values of every key")):
            done = self.sweep(plan)
            self.assertEqual(done.returncode, 2, plan)
            self.assertIn(words, done.stderr)
            self.assertFalse((self.folder / "runs").exists())

    def test_a_sobol_sweep_says_how_sure_the_numbers_are(self):
        vary = 'sweep={method: sobol, samples: 8, vary: [{key: "feeds[0].dry_rate, feeds[1].dry_rate", distribution: normal, mean: 20 t/h, deviation: 2 t/h}, {key: "solids[1].diameter", distribution: lognormal, median: 10 mm, factor: 1.2}]}'
        done = self.riser("sweep", "case.yaml", "--no-report", "--set", vary, "--set", "time.end=10 min", "--set", "output.folder=out")
        self.assertEqual(done.returncode, 0, done.stderr)
        summary = json.loads((self.folder / "out" / "sweep.json").read_text())
        self.assertEqual(summary["members"], 8 * 4)
        energy = summary["outcomes"]["energy_a_tonne"]
        self.assertLess(energy["P10"], energy["P90"])
        self.assertGreater(energy["sobol"]["feeds[0].dry_rate, feeds[1].dry_rate"]["total"], 0.5)
        self.assertLess(energy["sobol"]["solids[1].diameter"]["total"], 0.5)
        self.assertEqual(summary["plug"]["probability"], 0)
        self.assertGreater(summary["plug"]["interval_90"][1], 0.1)

    def test_a_distribution_that_leaves_what_its_key_allows_is_named_before_anything_runs(self):
        vary = 'sweep={method: latin_hypercube, samples: 4, vary: [{key: "solids[0].diameter", distribution: normal, mean: 2 mm, deviation: 1 mm}]}'
        done = self.riser("sweep", "case.yaml", "--set", vary, "--set", "output.folder=out")
        self.assertEqual(done.returncode, 2)
        self.assertIn("sweep.vary[0] reaches it once in 10000", done.stderr)
        self.assertFalse((self.folder / "out").exists())

    SECTIONS = """
name: sections
model: axisymmetric
grid: {cell_length: 0.25 m, radial_cells: 16}
time: {end: 20 s, maximum_step: 20 ms}
liquid: {law: constant, density: 1000 kg/m3, viscosity: 1 mPa.s}
solids: [{name: mud, carrier: true, density: 2600 kg/m3}]
rheology: {law: herschel_bulkley_papanastasiou, table: [{fraction: 0.02, yield_stress: 0 Pa, consistency: 0.1 Pa.s, index: 1}, {fraction: 0.1, yield_stress: 0 Pa, consistency: 0.3 Pa.s, index: 1}]}
pipe: {inlet_depth: 2 m, segments: [{length: 2 m, bore: 0.1 m}]}
axisymmetric: {ends: periodic, pressure_gradient: 10 Pa/m, diffusivity: 1e-4 m2/s}
tabulate: {velocity: [0.2 m/s, 0.5 m/s, 1 m/s], concentration: [0.02, 0.1], class: mud, dispersion: true}
output: {folder: tables}
"""

    def test_tables_of_sections_are_made_on_any_number_of_threads_and_drive_a_pipe(self):
        (self.folder / "sections.yaml").write_text(self.SECTIONS)
        texts = []
        for threads in ("1", "2"):
            done = self.riser("tabulate", "sections.yaml", "--overwrite", "--threads", threads)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("6 of 6 sections done", done.stderr)
            texts.append([(self.folder / "tables" / name).read_text() for name in ("wall_friction.csv", "dispersion.csv")])
        self.assertEqual(*texts)
        self.assertIn("# bore [m]: 0.1\n", texts[0][0])
        lines = [line.split(",") for line in texts[0][0].splitlines() if not line.startswith("#")]
        self.assertEqual(lines[0][2], "wall_shear_stress [Pa]")
        for velocity, concentration, stress in (map(float, line[:3]) for line in lines[1:]):
            consistency = {0.02: 0.1, 0.1: 0.3}[concentration]
            self.assertAlmostEqual(stress / (8 * velocity * consistency / 0.1), 1, delta=0.01)  # Poiseuille
        summary = json.loads((self.folder / "tables" / "tabulate.json").read_text())
        self.assertEqual(([m["converged"] for m in summary["members"]], summary["warnings"]), ([True] * 6, []))
        (self.folder / "pipe.yaml").write_text(
            "name: pipe\ntime: {end: 5 s}\nliquid: {law: constant, density: 1000 kg/m3, viscosity: 1 mPa.s}\n"
            "solids: [{name: mud, carrier: true, density: 2600 kg/m3}]\n"
            "friction: {law: table, table: tables/wall_friction.csv}\ndispersion: {law: table, table: tables/dispersion.csv}\nheat: false\n"
            "pipe: {inlet_depth: 0 m, segments: [{length: 100 m, bore: 0.1 m, inclination: 90 deg}]}\n"
            "inlet: {kind: flow, value: 11.3 l/s}\ninitial: {flow_rate: 11.3 l/s}\noutlet: {kind: pressure, value: 1 atm}\noutput: {snapshot_interval: 5 s}\n")
        done = self.riser("run", "pipe.yaml", "--json", "--quiet", "--no-report")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(" ".join(json.loads(done.stdout)["warnings"]), "friction table is known for velocities from 0.2 to 1 m/s; here V 1.439 m/s above the last")
        with h5py.File(self.folder / "runs" / "pipe" / "snapshots.h5") as file:
            self.assertAlmostEqual(file["wall_shear_stress"][-1, 50] / (8 * 0.1 / 0.1 * 1.4388**2), 1, delta=0.01)  # the last row's, at constant u*/V
            text = file.attrs["resolved_yaml"]
        (self.folder / "pipe.yaml").write_text(text if isinstance(text, str) else text.decode())
        (self.folder / "tables" / "wall_friction.csv").unlink()  # what the file holds is whole
        done = self.riser("run", "pipe.yaml", "--quiet", "--no-report", "--set", "output.folder=again")
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(self.folder / "runs" / "pipe" / "snapshots.h5") as one, h5py.File(self.folder / "again" / "snapshots.h5") as two:
            self.assertTrue(np.array_equal(one["wall_shear_stress"][()], two["wall_shear_stress"][()]))

    def test_sections_that_are_not_steady_or_run_away_are_said_and_not_taken(self):
        (self.folder / "sections.yaml").write_text(self.SECTIONS)
        done = self.riser("tabulate", "sections.yaml", "--set", "time.end=0.5 s")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("% over the last tenth of the time: a later time.end", done.stderr)
        self.assertTrue((self.folder / "tables" / "wall_friction.csv").read_text().rstrip().endswith(",0"))
        refused = self.riser("tabulate", "sections.yaml")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("--overwrite", refused.stderr)
        for words, what in ((["case.yaml"], "model: tabulate runs 2-D sections"), (["sections.yaml", "--set", "tabulate={dispersion: true}"], "tabulate.velocity: is missing")):
            done = self.riser("tabulate", *words)
            self.assertEqual(done.returncode, 2)
            self.assertIn(what, done.stderr)

    def test_check_new_and_print_config_agree(self):
        self.assertEqual(self.riser("new", "mine").returncode, 0)
        self.assertEqual(self.riser("check", "mine.yaml").returncode, 0)
        good = self.riser("check", "case.yaml", "--json")
        self.assertEqual(json.loads(good.stdout)["problems"], [])
        (self.folder / "full.yaml").write_text(self.riser("check", "case.yaml", "--print-config").stdout)
        self.assertEqual(self.riser("check", "full.yaml").returncode, 0)


if __name__ == "__main__":
    unittest.main()
