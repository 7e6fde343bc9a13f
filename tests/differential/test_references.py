"""The references of the random cases against exact solutions: a reference that is wrong would make right cases look
wrong."""

import math
import unittest

import numpy as np
from scipy.integrate import quad

from verify import column_reference as column
from verify import line_reference as line
from verify import machine_reference as machine
from verify import wall_stress
from verify.cases import air_vessel, run_down

WATER = wall_stress.Liquid(1000.0, 1e-3)
LENGTH, BORE = 1000.0, 0.3
AREA = math.pi / 4 * BORE**2


def pipe(liquid, law="churchill", darcy=0.0, flow=0.1):
    return column.Friction([(LENGTH, BORE, AREA, 0.0, 0.0, 1.0)], liquid, law, darcy, liquid.density, flow)


def moved(friction, drive, times, density=1000.0, scale=0.1, **more):
    schedule = machine.Schedule(drive)
    found = column.Column(density * LENGTH / AREA, density, schedule, schedule.knots, friction, **more)
    return column.solve(found, np.asarray(times, float), scale)


class WallStress(unittest.TestCase):
    def test_buckingham_reiner_and_the_power_law(self):
        mud = wall_stress.Liquid(1200.0, 0.5, 20.0)
        tau = wall_stress.laminar_stress(np.array([1e-4, 0.01, 1.0]), BORE, mud)
        a = 20.0 / tau
        np.testing.assert_allclose(BORE * tau / (8 * 0.5) * (1 - 4 / 3 * a + a**4 / 3), [1e-4, 0.01, 1.0], rtol=1e-9)
        thin = wall_stress.Liquid(1000.0, 0.5, 0.0, 0.5)
        self.assertAlmostEqual(
            float(wall_stress.laminar_stress(np.array([0.3]), BORE, thin)[0]),
            0.5 * (5 / 2 * 0.3 * 4 / BORE * 0.5 * 2) ** 0.5,
            9,
        )

    def test_a_mud_without_yield_is_churchill(self):
        speeds = np.array([1e-3, 0.1, 3.0])
        nearly = wall_stress.wall_stress(speeds, BORE, 3e-5, wall_stress.Liquid(1000.0, 1e-3, 1e-12, 1.0))
        np.testing.assert_allclose(nearly, wall_stress.wall_stress(speeds, BORE, 3e-5, WATER), rtol=1e-6)

    def test_laminar_newtonian_is_poiseuille(self):
        oil = wall_stress.Liquid(900.0, 2.0)
        np.testing.assert_allclose(
            wall_stress.wall_stress(np.array([0.01]), BORE, 0.0, oil), [8 * 2.0 * 0.01 / BORE], rtol=1e-9
        )


class Column(unittest.TestCase):
    def test_a_laminar_start_is_an_exponential(self):
        oil, times = wall_stress.Liquid(1000.0, 1.0), np.linspace(0, 20, 9)
        steady, rate = 2e4 * math.pi * BORE**4 / (128 * LENGTH), 32 * 1.0 / (1000 * BORE**2)
        flow, _ = moved(pipe(oil), [(0, 2e4)], times)
        np.testing.assert_allclose(flow, steady * (1 - np.exp(-rate * times)), atol=1e-6 * steady)

    def test_a_turbulent_start_is_a_hyperbolic_tangent(self):
        times, darcy = np.linspace(0, 60, 7), 0.02
        speed = math.sqrt(3e5 * 2 * BORE / (darcy * LENGTH * 1000))
        flow, _ = moved(pipe(wall_stress.Liquid(1000.0, 1e-9), "constant", darcy), [(0, 3e5)], times)
        np.testing.assert_allclose(
            flow, speed * AREA * np.tanh(times * 3e5 / (1000 * LENGTH * speed)), atol=1e-6 * speed * AREA
        )

    def test_a_mud_comes_to_rest_when_it_should_and_stays(self):
        mud = wall_stress.Liquid(1200.0, 0.2, 10.0)
        friction = pipe(mud)
        stop = quad(lambda q: 1200 * LENGTH / AREA / friction(q), 0, 0.1, epsrel=1e-10)[0]
        flow, _ = moved(friction, [(0, 0.0)], [0, 0.5 * stop, 0.999 * stop, 1.001 * stop, 3 * stop], 1200.0, flow=0.1)
        self.assertGreater(flow[2], 0)
        self.assertEqual(list(flow[3:]), [0.0, 0.0])
        half = quad(lambda q: 1200 * LENGTH / AREA / friction(q), flow[1], 0.1, epsrel=1e-10)[0]
        self.assertAlmostEqual(half / stop, 0.5, 6)

    def test_a_mud_starts_when_its_yield_stress_is_overcome(self):
        friction = pipe(wall_stress.Liquid(1200.0, 0.2, 10.0))
        release = friction.at_rest / 1e4
        self.assertAlmostEqual(friction.at_rest, 4 * 10 * LENGTH / BORE, 6)
        flow, _ = moved(friction, [(0, 0.0), (100, 1e6)], [0, 0.999 * release, release + 0.5, 100], 1200.0)
        self.assertEqual(flow[1], 0.0)
        wanted, dt = 0.0, 1e-4
        for n in range(5000):  # Euler forward from the release on
            wanted += dt * (1e4 * (n + 0.5) * dt - friction.excess(wanted)) * AREA / (1200 * LENGTH)
        self.assertAlmostEqual(flow[2] / wanted, 1, 3)

    def test_a_relieved_displacement_pump_pushes_with_its_relief(self):
        pump = machine.Displacement(machine.Schedule([(0, 0.0), (10.5, 0.0), (10.6, 0.2)]), 1e6)
        found = column.Column(1000 * 5000 / AREA, 1000.0, machine.Schedule([(0, 0.0)]), [], pipe(WATER, "none"), [pump])
        self.assertAlmostEqual(column.solve(found, np.array([10.0, 11.0]), 0.1)[0][1], 0.00707, 5)

    def test_a_valve_that_shuts_leaves_nothing(self):
        valve = machine.Valve(0.1, machine.Schedule([(0, 1.0), (10, 1.0), (10.1, 0.0)]))
        for method in ("LSODA", "Radau"):
            flow, _ = moved(pipe(WATER), [(0, 1e5)], [9.0, 10.05, 10.1, 12.0], valves=[valve], method=method)
            self.assertGreater(flow[1], 0)
            self.assertEqual(list(flow[2:]), [0.0, 0.0])

    def test_a_rotor_runs_down_as_in_the_verification_case(self):
        times, speed = np.linspace(0, run_down.END, 21), run_down.RATED_SPEED
        rotor = machine.Rotor(
            run_down.RATED_FLOW,
            run_down.RATED_HEAD,
            run_down.EFFICIENCY,
            speed,
            run_down.INERTIA,
            machine.Schedule([(0, speed)]),
            [(run_down.TRIP, False)],
        )
        pieces = [(run_down.LENGTH, run_down.BORE, run_down.AREA, 0.0, 0.0, 1.0)]
        friction = column.Friction(pieces, wall_stress.Liquid(1000.0, 1e-9), "constant", run_down.DARCY, 1000.0, 0.25)
        found = column.Column(
            1000 * run_down.LENGTH / run_down.AREA,
            1000.0,
            machine.Schedule([(0, run_down.DRIVE)]),
            [],
            friction,
            [rotor],
            flow=0.25,
        )
        flow, speeds = column.solve(found, times, 0.25)
        wanted = run_down.exact(times)
        np.testing.assert_allclose(flow, wanted[0], atol=1e-5 * 0.25)
        np.testing.assert_allclose(speeds[:, 0], wanted[1], atol=1e-5 * speed)


def waves(pipes, dt, ends, **more):
    return line.Line(pipes, dt, 1000.0, ends, **more)


class Lines(unittest.TestCase):
    def test_an_instant_stop_is_a_square_wave(self):
        found = waves(
            [line.Pipe(50, BORE, 1000.0)], 0.01, [line.End(pressure=lambda t: 2e6), line.End(flow=lambda t: 0.0)]
        )
        p, _, highest, lowest = found.march(found.steady(2e6, 0.01), 0.01, 2000, 25)
        surge = 1000 * 1000 * 0.01 / AREA
        np.testing.assert_allclose([highest.max() - 2e6, 2e6 - lowest.min()], surge, rtol=1e-9)
        np.testing.assert_allclose(p[1::8, -1], 2e6 + surge, rtol=1e-9)
        np.testing.assert_allclose(p[5::8, -1], 2e6 - surge, rtol=1e-9)

    def test_a_change_of_bore_divides_a_wave(self):
        pipes = [line.Pipe(50, 0.3, 1000.0), line.Pipe(50, 0.5, 900.0)]
        found = waves(pipes, 0.01, [line.End(pressure=lambda t: 2e6 if t > 0.015 else 1e6), line.End()])
        p, *_ = found.march(found.steady(1e6, 0.0), 0.0, 70, 70)
        z = [1000 * q.wave_speed / (math.pi / 4 * q.bore**2) for q in pipes]
        np.testing.assert_allclose(p[-1][60], 1e6 + 1e6 * 2 * z[1] / (z[0] + z[1]), rtol=1e-12)

    def test_friction_of_second_order(self):
        def last(n, darcy, laminar):
            pipes = [line.Pipe(n, 0.1, 1000.0, laminar=laminar, darcy=darcy)]
            lost = 128 * laminar * 1000 / (math.pi * 1e-4) * 1e-3 + darcy * 1e7 / 2 * (1e-3 / (math.pi / 4 * 0.01)) ** 2
            valve = lambda t: (1.9e6 - lost) / 1e-6 / max(1 - t * t, 1e-9) ** 2 if t < 1 else math.inf
            found = waves(
                pipes, 1 / n, [line.End(pressure=lambda t: 2e6), line.End(pressure=lambda t: 1e5, loss=valve)]
            )
            return found.march(found.steady(2e6, 1e-3), 1e-3, 5 * n, n)[0][:, :: n // 20][1:]

        for darcy, laminar in ((0.03, 0.0), (0.0, 0.05)):
            rough, fine, finest = (last(n, darcy, laminar) for n in (40, 80, 160))
            self.assertGreater(np.abs(rough - fine).mean() / np.abs(fine - finest).mean(), 3.0)

    def test_a_laminar_mode_dies_as_an_oscillator(self):
        n, viscosity, bore = 200, 0.2, 0.05
        found = waves([line.Pipe(n, bore, 1000.0, laminar=viscosity)], 1 / n, [line.End(), line.End()])
        x = np.linspace(0, 1, n + 1)
        p, *_ = found.march(1e6 + 1e5 * np.cos(math.pi * x), np.zeros(n + 1), 4 * n, n)
        half = 32 * viscosity / (1000 * bore**2) / 2
        wave = math.sqrt(math.pi**2 - half**2)
        wanted = [math.exp(-half * t) * (math.cos(wave * t) + half / wave * math.sin(wave * t)) for t in range(5)]
        np.testing.assert_allclose((p[:, 0] - 1e6) / 1e5, wanted, atol=2e-4)

    def test_rising_liquid_expands(self):
        height, speed, flow = 1000.0, 1000.0, 0.05
        found = waves(
            [line.Pipe(100, BORE, speed, cosine=1.0, darcy=0.2)],
            0.01,
            [line.End(flow=lambda t: flow), line.End(pressure=lambda t: 1e5)],
        )
        _, q, *_ = found.march(found.steady(1.2e7, flow), flow, 20000, 20000)
        self.assertAlmostEqual(q[-1][-1] / flow, math.exp(line.GRAVITY * height / speed**2), 5)

    def test_water_swings_against_a_vessel(self):
        reaches, times = 100, np.linspace(0, 200, 51)
        wave = 1 / math.sqrt(1000 * air_vessel.COMPLIANCE)
        dt = air_vessel.LENGTH / reaches / wave
        vessel = line.Branch(lambda t: 1e-4, volume=air_vessel.GAS, exponent=air_vessel.EXPONENT, gas=air_vessel.BEFORE)
        pipes = [line.Pipe(reaches, air_vessel.BORE, wave), line.Pipe(2, air_vessel.BORE, wave)]
        found = waves(
            pipes, dt, [line.End(pressure=lambda t: air_vessel.AFTER), line.End()], joints=[line.Joint(branch=vessel)]
        )
        seen = []
        found.march(
            found.steady(air_vessel.BEFORE, 0.0),
            0.0,
            int(200 / dt),
            1000,
            watch=lambda t, p, q: seen.append((t, vessel.volume)),
        )
        t, volume = np.array(seen).T
        wanted, _ = air_vessel.exact(times)
        self.assertLess(np.sqrt(np.mean((np.interp(times, t, volume) - wanted) ** 2)) / np.ptp(wanted), 2e-3)

    def test_a_pipe_that_heaves_in_still_water(self):
        amplitude, w, length, speed = 2.0, 2 * math.pi / 20, 100.0, 1000.0
        lift = lambda t: -amplitude * w * w * math.sin(w * t)
        held = lambda rest: lambda t: rest - 1000 * line.GRAVITY * amplitude * math.sin(w * t)
        ends = [line.End(pressure=held(1.5e6)), line.End(pressure=held(1.5e6 - 1000 * line.GRAVITY * length))]
        found = waves([line.Pipe(20, BORE, speed, cosine=1.0)], length / 20 / speed, ends, lift=lift)
        _, q, *_ = found.march(found.steady(1.5e6, 0.0), 0.0, 2000, 2000)
        self.assertAlmostEqual(q[-1][10] / (AREA * amplitude * w * (1 - math.cos(w * 10))), 1, 2)


if __name__ == "__main__":
    unittest.main()
