"""The reference for heat against exact solutions: Ramey's steady profile, Schumann's front past a cold wall, still liquid, Taylor's dispersion."""
import math
import unittest

import numpy as np

from verify import heat_reference as reference
from verify.cases import heat as ramey


def schumann(distance, delay):
    """Liquid of a sudden front, over its height, `distance` h s/(rho c A V) into a wall `delay` h (t - s/V)/C_wall after it passed (Schumann 1929)."""
    u = np.linspace(0, distance, 4001)
    z = 2 * np.sqrt(delay * u)
    values = np.exp(-u - delay + z) * np.i0(z) * np.exp(-z)
    return 1 - np.trapz(values, u)


class Exact(unittest.TestCase):
    def test_steady_flow_through_a_linear_sea(self):
        case = reference.Case([reference.Segment(3000, 0.3, 0.02, outer=1200, inner=800)], [(0, 0.14)], [(0, 40.0)], ramey.sea, 27.0, density=1030)
        face = np.linspace(0, 3000, 101)
        liquid, wall, ends, error = reference.solve(case, face, [9000.0], cells=1000)
        exact = ramey.exact_average(face)
        at_wall = exact + (ramey.sea((face[1:] + face[:-1]) / 2) - exact) * ramey.OVERALL / ramey.INNER
        self.assertLess(np.abs(liquid[0] - exact).mean(), 2e-3)
        self.assertLess(np.abs(wall[0] - at_wall).mean(), 1e-3)
        self.assertLess(abs(ends[0, 1] - ramey.exact(3000.0)), 0.02)
        self.assertLess(error, 0.01)

    def front(self, flow, entering, outlet):
        segment = reference.Segment(400, 0.1, 0.005, inner=1000)
        case = reference.Case([segment], [(0, flow)], [(0, entering)], lambda s: 10.0, outlet, start=10.0)
        face = np.linspace(0, 400, 201)
        liquid, _, _, error = reference.solve(case, face, [400.0], cells=2000)
        speed, transfer = abs(flow) / segment.area, math.pi * 0.1 * 1000
        middle = (face[1:] + face[:-1]) / 2 if flow > 0 else 400 - (face[1:] + face[:-1]) / 2
        exact = [10 + 20 * schumann(transfer * s / (4e6 * segment.area * speed), transfer * (400 - s / speed) / segment.wall_capacity) if s < 400 * speed else 10
                 for s in middle]
        self.assertLess(np.abs(liquid[0] - exact).mean() / 20, 1e-3)
        self.assertLess(error / 20, 1e-3)

    def test_front_past_a_wall_that_stores_heat_in_either_direction(self):
        self.front(0.008, 30.0, 10.0)
        self.front(-0.008, 10.0, 30.0)

    def test_still_liquid_follows_the_sea_exactly(self):
        segment = reference.Segment(100, 0.2, 0.01, outer=50, inner=300)
        case = reference.Case([segment], [(0, 0.0)], [(0, 90.0)], lambda s: 4.0, 90.0, start=30.0)
        liquid, wall, _, _ = reference.solve(case, [0, 50, 100], [3000.0], cells=20)
        inner, stored = math.pi * 0.2 * 300, 4e6 * segment.area
        matrix = np.array([[-inner / stored, inner / stored], [inner / segment.wall_capacity, -(inner + 50) / segment.wall_capacity]])
        rates, vectors = np.linalg.eig(matrix)
        exact = 4 + vectors @ (np.exp(3000 * rates) * np.linalg.solve(vectors, [26.0, 26.0]))
        np.testing.assert_allclose([liquid[0, 0], wall[0, 1]], exact, rtol=1e-9)

    def test_dispersed_front_and_two_bores(self):
        case = reference.Case([reference.Segment(100, 0.2, inner=1e-9), reference.Segment(150, 0.1, inner=1e-9)], [(0, 0.01)], [(0, 20.0)],
                              lambda s: 10.0, 10.0, dispersion=0.5)
        face = np.linspace(0, 250, 101)
        liquid, _, _, _ = reference.solve(case, face, [200.0], cells=1000)
        middle = (face[1:] + face[:-1]) / 2
        front = np.where(middle < 100, 10 + 5 * np.vectorize(math.erfc)((middle - 0.01 / (math.pi / 4 * 0.04) * 200) / math.sqrt(4 * 0.5 * 200)), 10)
        self.assertLess(np.abs(liquid[0] - front)[:40].mean() / 10, 0.02)
        carried = 0.01 * 200 * 10  # m3 K above 10 degC
        areas = np.where(middle < 100, math.pi / 4 * 0.04, math.pi / 4 * 0.01)
        self.assertAlmostEqual(float((areas * 2.5 * (liquid[0] - 10)).sum()) / carried, 1, delta=0.02)


if __name__ == "__main__":
    unittest.main()
