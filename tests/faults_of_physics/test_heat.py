"""Heat and what stands beside it that went wrong once, each with its right answer."""
import os
import pathlib
import subprocess
import tempfile
import unittest

from verify import lab

BINARY = os.environ["RISER_BINARY"]
HERE = pathlib.Path(__file__).resolve().parent


class Heat(unittest.TestCase):
    def run_case(self, name, **settings):
        """Results of a case, and its summary as text."""
        with tempfile.TemporaryDirectory() as scratch:
            settings["output.folder"] = f"{scratch}/out"
            words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
            subprocess.run([BINARY, "run", HERE / f"{name}.yaml", "--quiet", "--no-report", *words], check=True, capture_output=True)
            folder = pathlib.Path(scratch) / "out"
            return lab.Run(folder / "snapshots.h5", BINARY), (folder / "summary.json").read_text()

    def within(self, out, low, high):
        for field in ("temperature", "wall_temperature"):
            self.assertGreaterEqual(out[field].min(), low - 1e-6, field)
            self.assertLessEqual(out[field].max(), high + 1e-6, field)

    def test_light_wall_at_any_step(self):
        for step in ("0.1 s", "1 s", "30 s"):
            out, _ = self.run_case("stiff_wall_silent", **{"time.maximum_step": step})
            self.within(out, 10, 30)

    def test_sea_water_enters_at_the_outlet(self):
        for step in ("0.01 s", "0.1 s", "5 s"):
            out, _ = self.run_case("reversal_undershoot", **{"time.maximum_step": step})
            self.within(out, 10, 30)
            self.assertAlmostEqual(out["series/outlet_temperature"][-1], 10, places=9)

    def test_film_of_a_pipe_without_friction(self):
        out, _ = self.run_case("film_without_friction")
        self.assertAlmostEqual(out["series/outlet_temperature"][-1], 5.27, delta=0.05)

    def test_hot_water_is_named(self):
        _, said = self.run_case("hot_80", **{"time.end": "10 s"})
        self.assertIn("sea water is known for -2 to 40 degC; here T 80 in inlet_temperature", said)

    def test_a_rheology_table_leaves_the_annulus_its_law(self):
        found = [self.run_case(name)[0]["wall_shear_stress"][-1][5] for name in ("annulus_table", "annulus_rheology")]
        for shear in found:
            self.assertAlmostEqual(4 * shear / (0.4817 - 0.294), 42.49, delta=0.05)


if __name__ == "__main__":
    unittest.main()
