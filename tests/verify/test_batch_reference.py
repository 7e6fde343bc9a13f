"""The reference for settling against exact answers: Kynch's batch, mirror images, bounds, mass."""
import unittest

import numpy as np

from verify import batch_reference as reference


def one_class(exponent, packing, begin, time, cells):
    start = np.full((1, cells), begin)
    return reference.settle(start, 1 / cells, [1.0], [exponent], [1000.0], packing, time)[0]


class Batch(unittest.TestCase):
    def test_kynch(self):
        for exponent, packing, begin, time in ((4.65, 0.6, 0.15, 0.7), (3.0, 0.85, 0.3, 1.5), (2.5, 0.5, 0.4, 1.0), (7.0, 0.6, 0.05, 0.9)):
            errors = []
            for cells in (100, 400):
                face = np.linspace(0, 1, cells + 1)
                exact = reference.kynch(face, begin, 1.0, exponent, packing, 1.0, time)
                self.assertAlmostEqual(exact.mean(), begin, places=6)
                errors.append(np.abs(one_class(exponent, packing, begin, time, cells) - exact).mean() / begin)
            self.assertLess(errors[1], 0.03)
            self.assertLess(errors[1], 0.6 * errors[0])

    def test_mirror(self):
        start = np.zeros((2, 100))
        start[0, 20:60], start[1, :] = 0.2, 0.15
        classes = np.array([0.05, -0.02]), np.array([3.0, 4.0]), np.array([800.0, -300.0])
        down = reference.settle(start, 0.1, *classes, 0.6, 40)
        up = reference.settle(start[:, ::-1], 0.1, -classes[0], classes[1], -classes[2], 0.6, 40)[:, ::-1]
        self.assertLess(np.abs(down - up).max(), 1e-12)
        self.assertGreaterEqual(down.min(), 0)
        self.assertLess(down.sum(axis=0).max(), 0.6 + 1e-12)
        self.assertLess(np.abs(down.sum(axis=1) - start.sum(axis=1)).max(), 1e-10)


if __name__ == "__main__":
    unittest.main()
