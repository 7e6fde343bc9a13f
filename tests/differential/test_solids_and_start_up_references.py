"""The references for settling, lifting and start-up in r and z against exact solutions."""

import math
import unittest

import numpy as np
from scipy.special import jn_zeros

from verify import lift_reference, settling_reference, start_up_reference
from verify.cases import kynch, steady_lift, two_class
from verify.random_cases import settling


def batch(classes, layers, time, cells, packing=0.6, cosine=1.0):
    pipe = settling_reference.Pipe(classes, 100.0, cosine, packing, (True, True), lambda t: 0.0)
    return settling_reference.solve(pipe, settling_reference.layers(pipe, cells, layers), [time], cells)[0]


SAND = lift_reference.Classes(np.array([2650.0]), np.array([kynch.SETTLING]), np.array([kynch.EXPONENT]), 1000.0)


class Settling(unittest.TestCase):
    def test_kynch_with_a_firm_and_with_a_loose_bed(self):
        for packing in (0.6, 0.85):
            errors = []
            for cells in (200, 400):
                phi = batch(SAND, [(0, 0.0, 100.0, kynch.BEGIN)], kynch.TIME, cells, packing)
                exact = kynch.exact(np.linspace(0, 100, cells + 1), packing)[0]
                errors.append(np.abs(phi[0] - exact).mean() / kynch.BEGIN)
                self.assertLessEqual(phi.sum(axis=0).max(), packing * (1 + 1e-9))
                self.assertAlmostEqual(phi.mean() / kynch.BEGIN, 1, 12)
            self.assertLess(errors[1], 0.6 * errors[0])
            coarse = [values.reshape(1, 100, -1).mean(axis=2) for values in (phi[0], exact)]
            self.assertLess(settling.gap_of(*coarse).mean() / kynch.BEGIN, 1e-4)  # as the random cases measure it

    def test_zones_of_two_classes(self):
        classes = lift_reference.Classes(np.full(2, 2650.0), two_class.SETTLING, two_class.EXPONENT, 1000.0)
        layers = [(k, 0.0, 100.0, value) for k, value in enumerate(two_class.BEGIN)]
        slow = batch(classes, layers, two_class.TIME, 400)[0]
        fast_front, slow_front, between = two_class.exact()
        s = (np.arange(400) + 0.5) / 4
        inside = (s > 102 + fast_front * two_class.TIME) & (s < 98 + slow_front * two_class.TIME)
        self.assertGreater(inside.sum(), 20)
        np.testing.assert_allclose(slow[inside].mean(), between, rtol=2e-3)

    def test_floating_is_the_mirror_image(self):
        layers = [(0, 10.0, 70.0, 0.2)]
        light = lift_reference.Classes(np.array([400.0]), np.array([-0.05]), np.array([4.0]), 1000.0)
        heavy = lift_reference.Classes(np.array([1600.0]), np.array([0.05]), np.array([4.0]), 1000.0)
        up = batch(light, [(0, 30.0, 90.0, 0.2)], 300.0, 200)[0]
        np.testing.assert_allclose(batch(heavy, layers, 300.0, 200)[0], up[::-1], atol=1e-12)
        np.testing.assert_allclose(
            batch(heavy, layers, 300.0, 200)[0], batch(light, layers, 300.0, 200, cosine=-1.0)[0], atol=1e-12
        )

    def test_where_the_equations_are_not_hyperbolic(self):
        """Grains of one density: always real speeds. Of two densities: complex ones in a dense mixture."""
        alike = lift_reference.Classes(np.full(2, 2650.0), np.array([0.03, 0.1]), np.array([4.0, 3.0]), 1000.0)
        apart = lift_reference.Classes(
            np.array([2708.0, 1255.0]), np.array([0.00245, 0.00236]), np.array([4.6, 4.9]), 929.0
        )
        dense = np.array([0.45, 0.1])
        self.assertEqual([c.not_hyperbolic(dense, 0.0, 1.0) for c in (alike, apart)], [False, True])
        self.assertFalse(apart.not_hyperbolic(np.array([0.04, 0.01]), 0.0, 1.0))

    def test_lifting_as_in_the_verification_case(self):
        found = lift_reference.Classes(
            steady_lift.GRAINS, steady_lift.TERMINAL, steady_lift.EXPONENT, steady_lift.LIQUID
        )
        phi = found.in_situ(steady_lift.FED, steady_lift.AREA, steady_lift.FLOW, 1.0)
        np.testing.assert_allclose(phi, steady_lift.exact()[0], rtol=1e-9)


class StartUp(unittest.TestCase):
    def test_szymanski(self):
        flow = start_up_reference.Flow(0.05, 1000.0, 0.0, 1.0, 1.0, [(0.0, 320.0)])
        roots, times = jn_zeros(0, 60), np.linspace(0, 1, 11)
        series = (np.exp(-np.outer(times, roots**2 * 1e-3 / 0.05**2)) / roots**4).sum(axis=1)
        exact = flow.steady(320.0) * (1 - 32 * series)
        errors = [np.abs(start_up_reference.solve(flow, times, n, 2 * n) - exact).max() / exact[-1] for n in (50, 100)]
        self.assertLess(errors[1], 1e-3)
        self.assertGreater(math.log2(errors[0] / errors[1]), 1.8)

    def test_a_bingham_liquid_near_its_stop(self):
        """t50 and t90 by Duvaut and Lions' inequality, solved apart: 0.752 and 2.85 s; the steady flow by Buckingham
        and Reiner."""
        flow = start_up_reference.Flow(0.11, 1260.0, 7.5, 1.4, 1.0, [(0.0, 210.0)])
        times = np.linspace(0, 10.89, 1001)
        mean, steady = start_up_reference.solve(flow, times), flow.steady(210.0)
        self.assertAlmostEqual(mean[-1] / steady, 1, 3)
        self.assertAlmostEqual(float(np.interp(0.5 * steady, mean, times)) / 0.752, 1, 2)
        self.assertAlmostEqual(float(np.interp(0.9 * steady, mean, times)) / 2.85, 1, 2)

    def test_below_its_yield_stress_nothing_moves_and_a_stop_is_complete(self):
        held = start_up_reference.Flow(0.1, 1000.0, 10.0, 1.0, 0.5, [(0.0, 190.0)])
        self.assertLess(np.abs(start_up_reference.solve(held, np.linspace(0, 5, 6))).max(), 1e-12)
        stopped = start_up_reference.Flow(0.1, 1000.0, 5.0, 1.0, 1.0, [(0.0, 400.0), (2.0, 0.0)])
        mean = start_up_reference.solve(stopped, np.linspace(0, 30, 16))
        self.assertGreater(mean[1], 0.1)
        self.assertLess(abs(mean[-1]), 1e-10)


if __name__ == "__main__":
    unittest.main()
