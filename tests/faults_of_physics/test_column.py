"""Rigid columns that went wrong once, each with its right answer; and a dozen random ones against scipy's Radau."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import numpy as np

import columns
from scipy.integrate import solve_ivp
from verify import lab
from verify.cases import run_down

BINARY = os.environ["RISER_BINARY"]
HERE = pathlib.Path(__file__).resolve().parent


def run_case(path, **settings):
    """Results of a case, None where it failed, and what it said."""
    with tempfile.TemporaryDirectory() as scratch:
        settings["output.folder"] = f"{scratch}/out"
        words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        done = subprocess.run([BINARY, "run", path, "--quiet", "--no-report", *words], capture_output=True, text=True)
        if done.returncode:
            return None, done
        return lab.Run(pathlib.Path(scratch) / "out" / "snapshots.h5", BINARY), done


def run(name, **settings):
    return run_case(HERE / f"{name}.yaml", **settings)


def area(bore):
    return np.pi / 4 * bore**2


class Viscous(unittest.TestCase):
    """Friction stiffer than the step: the laminar column is an exponential, at any step."""

    def check(self, name, viscosity, density, bore, length, push, steps=("1 s", "0.01 s"), **settings):
        relaxation = density * bore**2 / (32 * viscosity)
        final = push * bore**2 / (32 * viscosity * length)
        for step in steps:
            out, done = run(name, **{"time.maximum_step": step, "time.end": "20 s"}, **settings)
            self.assertIsNotNone(out, done.stderr)
            exact = final * (1 - np.exp(-out["series/time"] / relaxation))
            self.assertLess(np.max(np.abs(out["series/flow_rate"] / area(bore) - exact)), 1e-3 * final, step)

    def test_syrup(self):
        self.check("visc_10", 10, 1200, 0.3, 1000, 1e6)

    def test_ten_times_the_syrup(self):
        self.check("visc_10", 100, 1200, 0.3, 1000, 1e6, **{"liquid.viscosity": "100 Pa.s"})

    def test_glycerine_loop(self):
        self.check("loop50", 0.6, 1250, 0.05, 60, 1e5, **{"output.series_interval": "0.05 s"})

    def test_ends(self):
        for name, bore, right in (("defect1_a_newtonian", 0.1, 0.5), ("defect1_b_mud", 0.27, 1.6e-4),
                                  ("defect1_c_mud_small", 0.1, 4.9e-4), ("defect1_d_backwards", 0.05, 7.4e-4)):
            out, done = run(name)
            self.assertIsNotNone(out, done.stderr)
            velocity = out["series/flow_rate"] / area(bore)
            self.assertAlmostEqual(velocity[-1] / right, 1, delta=0.02, msg=name)
            self.assertGreaterEqual(velocity.min(), 0, name)


class Rest(unittest.TestCase):
    def test_mud_stops(self):
        stops = []
        for step in ("1 s", "0.1 s"):
            out, done = run("mudstop", **{"time.maximum_step": step})
            self.assertIsNotNone(out, done.stderr)
            time, flow = out["series/time"], out["series/flow_rate"]
            self.assertTrue(np.all(flow[time >= 155] == 0), step)
            self.assertGreater(flow[time == 120][0], 0)
            stops.append(time[np.flatnonzero(flow)[-1]])
        self.assertLess(abs(stops[0] - stops[1]), 1.5)

    def test_no_false_alarm_without_flow(self):
        with tempfile.TemporaryDirectory() as scratch:
            done = subprocess.run([BINARY, "run", HERE / "feed_no_flow.yaml", "--quiet", "--no-report", "--set", f"output.folder={scratch}/out"])
            self.assertEqual(done.returncode, 0)
            self.assertEqual(json.loads((pathlib.Path(scratch) / "out" / "summary.json").read_text())["warnings"], [])


class Valves(unittest.TestCase):
    def test_flow_falls_to_nothing_and_never_below(self):
        for step in ("0.1 s", "1 s"):
            out, done = run("valve_two_rigid", **{"time.maximum_step": step})
            self.assertIsNotNone(out, done.stderr)
            time, flow = out["series/time"], out["series/flow_rate"]
            self.assertGreaterEqual(flow.min(), 0)
            self.assertTrue(np.all(flow[time > 10.11] == 0))
            self.assertTrue(np.all(np.isfinite(out["pressure"])))

    def test_pump_against_a_shut_valve(self):
        out, done = run("deadhead")
        self.assertIsNotNone(out, done.stderr)
        flow = out["series/flow_rate"]
        self.assertEqual(flow[-1], 0)
        self.assertGreaterEqual(flow.min(), 0)
        pressure = out["pressure"]
        self.assertGreater(pressure.min(), -0.5e5)
        self.assertLess(pressure.max(), 17e5)

    def test_displacement_pump_against_a_shut_valve(self):
        out, done = run("pd_closed_valve")
        self.assertEqual(done.returncode, 2)
        self.assertIn("relief", done.stderr)
        out, done = run("pd_closed_valve", **{"pumps[0].relief": "30 bar"})
        self.assertIsNotNone(out, done.stderr)
        self.assertEqual(out["series/flow_rate"][-1], 0)
        self.assertAlmostEqual(out["series/pump_head"][-1, 0], 30e5, delta=1)
        self.assertAlmostEqual(out["series/pump_power"][-1, 0], 30e5 * 0.2, delta=100)


class Schedules(unittest.TestCase):
    def test_kink(self):
        for step in ("1 s", "0.3 s", "0.01 s"):
            out, done = run("N2_kink", **{"time.maximum_step": step})
            self.assertIsNotNone(out, done.stderr)
            self.assertAlmostEqual(out["series/flow_rate"][out["series/time"] == 11][0], 0.00707, delta=3e-5)

    def test_ramp_from_rest_at_any_step(self):
        coarse, done = run("ramp_from_rest")
        self.assertIsNotNone(coarse, done.stderr)
        fine, done = run("ramp_from_rest", **{"time.maximum_step": "0.01 s"})
        self.assertLess(np.abs(coarse["temperature"] - fine["temperature"]).mean(), 0.01 * 20)  # 1 % of the jump at the inlet
        self.assertLess(abs(coarse["temperature"].max() - fine["temperature"].max()), 0.1)
        self.assertLess(coarse["temperature"].max(), 31)  # the inlet's own overshoot, at any step

    def test_ramp_from_rest_carries_grains(self):
        coarse, done = run("ramp_from_rest_solids")
        self.assertIsNotNone(coarse, done.stderr)
        fine, done = run("ramp_from_rest_solids", **{"time.maximum_step": "0.01 s"})
        self.assertLess(np.abs(coarse["concentration"] - fine["concentration"]).max(), 0.02)
        self.assertGreaterEqual(coarse["concentration"].min(), -1e-9)

    def test_heave_at_both_ends(self):
        out, done = run("heave_outlet_sea")
        self.assertIsNotNone(out, done.stderr)
        time, w = out["series/time"], 2 * np.pi / 20
        self.assertLess(np.max(np.abs(out["series/flow_rate"] - area(0.3) * 2 * w * (1 - np.cos(w * time)))), 1e-3 * 0.0888)


class Rotors(unittest.TestCase):
    def test_a_light_rotor_follows_its_liquid(self):
        """A thousandth of the usual inertia, tripped: within 1e-3 of Radau, and the reverse flow turns it backwards."""
        table = lab.read_table(lab.ROOT / "benchmarks" / "data" / "suter_radial.csv")
        run_down.INERTIA = 0.02
        out, done = run_case(lab.CONFIGS / "run_down.yaml", **{"pumps[0].inertia": "0.02 kg.m2"})
        self.assertIsNotNone(out, done.stderr)
        time = out["series/time"]
        options = {"method": "Radau", "rtol": 1e-8, "atol": 1e-10, "max_step": 0.05}
        before = solve_ivp(run_down.slopes(table, False), (0, 10), [run_down.RATED_FLOW, run_down.RATED_SPEED], t_eval=time[time <= 10], **options)
        after = solve_ivp(run_down.slopes(table, True), (10, 40), before.y[:, -1], t_eval=time[time > 10], **options)
        flow, speed = np.concatenate([before.y, after.y], axis=1)
        self.assertLess(np.max(np.abs(out["series/flow_rate"] - flow)) / run_down.RATED_FLOW, 1e-3)
        self.assertLess(np.max(np.abs(out["series/pump_speed"][:, 0] - speed)) / run_down.RATED_SPEED, 1e-3)
        self.assertLess(out["series/pump_speed"][-1, 0], 0)
        self.assertLess(out["series/flow_rate"][-1], 0)


class Random(unittest.TestCase):
    def test_a_dozen_columns(self):
        gaps = []
        for seed in range(15):
            column = columns.Column(seed)
            with tempfile.TemporaryDirectory() as scratch:
                path = pathlib.Path(scratch) / "random.yaml"
                path.write_text(column.case())
                out, done = run_case(path)
            self.assertIsNotNone(out, f"{seed} {column.kind}: {done.stderr}")
            right = column.reference(out["series/time"])
            gaps.append(np.max(np.abs(out["series/flow_rate"] - right)) / np.max(np.abs(right)))
            self.assertLess(gaps[-1], 2e-3, f"{seed} {column.kind} {'mud' if column.mud else 'water'}")
        self.assertLess(np.median(gaps), 2e-4)


if __name__ == "__main__":
    unittest.main()
