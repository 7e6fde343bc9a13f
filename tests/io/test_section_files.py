"""What a user meets of the axisymmetric model: files, ParaView's sidecar, the page, warnings, exit codes."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml

import numpy as np
import xarray

BINARY = os.environ["RISER_BINARY"]
CASE = """
name: section
title: A short section
model: axisymmetric
grid: {cell_length: 0.05 m, radial_cells: 16, wall_cell: 0.5 mm}
time: {end: 1 s}
liquid: {law: constant, density: 1000 kg/m3, viscosity: 1 mPa.s, heat_capacity: 4000 J/kg/K, conductivity: 0.6 W/m/K}
solids:
  - {name: fine, diameter: 1 mm, density: 2000 kg/m3}
  - {name: coarse, diameter: 10 mm, density: 2000 kg/m3}
pipe: {inlet_depth: 100 m, segments: [{length: 2 m, bore: 0.2 m}]}
axisymmetric: {ends: open, flow_rate: 200 m3/h, inlet_profile: turbulent, turbulence: mixing_length, suspension_viscosity: thomas, wall_temperature: 5 degC}
inlet_temperature: 20 degC
initial: {temperature: 20 degC}
feeds: [{class: fine, concentration: 0.05}, {class: coarse, dry_rate: 20 t/h}]
output: {snapshot_interval: 0.25 s, series_interval: 0.05 s}
"""


class SectionFiles(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.scratch.name)
        (self.folder / "case.yaml").write_text(CASE)
        self.addCleanup(self.scratch.cleanup)

    def riser(self, *words):
        return subprocess.run([BINARY, *words], capture_output=True, text=True, cwd=self.folder)

    def run_case(self, *words, code=0):
        done = self.riser("run", "case.yaml", "--set", "output.folder=out", *words)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def test_snapshots_open_in_xarray_with_r_and_z(self):
        self.run_case("--no-report")
        with xarray.open_dataset(self.folder / "out/snapshots.h5") as data:
            self.assertEqual(data["concentration"].dims, ("time", "class", "r", "z"))
            self.assertEqual(data["axial_velocity"].dims, ("time", "r", "z_face"))
            self.assertEqual(data["radial_velocity"].dims, ("time", "r_face", "z"))
            np.testing.assert_allclose(data["time"], [0, 0.25, 0.5, 0.75, 1])
            self.assertEqual(data["pressure"].attrs["units"], "Pa")
            self.assertAlmostEqual(float(data["r_face"][-1]), 0.1)
            # what enters is what the feeds say: in situ, and by mass
            self.assertAlmostEqual(float(data["concentration"][-1, 0, :12, 0].mean()), 0.05, delta=2e-3)
            self.assertGreater(float(data["temperature"][-1, 0, 1]), 19.9)
            self.assertLess(float(data["temperature"][-1, -1, -1]), 19.5)
            # the sea stands on the deck's side, water's weight below
            self.assertAlmostEqual(float(data["pressure"][0, 0, 0] - data["pressure"][0, 0, -1]), 1000 * 9.80665 * 1.95, delta=2)
        with xarray.open_dataset(self.folder / "out/snapshots.h5", group="series") as series:
            self.assertLess(float(series["divergence"].max()), 1e-12)
            np.testing.assert_allclose(series["feed_rate"][-1, 1], 20 / 3.6 / 2000, rtol=1e-9)

    def test_the_sidecar_for_paraview_names_every_snapshot(self):
        self.run_case("--no-report")
        document = xml.parse(self.folder / "out/snapshots.xdmf2")
        self.assertEqual(len(document.findall(".//Time")), 5)
        self.assertIn("snapshots.h5:/concentration", (self.folder / "out/snapshots.xdmf2").read_text())

    def test_page_summary_and_warnings(self):
        done = self.run_case("--json")
        summary = json.loads(done.stdout)
        self.assertEqual(summary["model"], "axisymmetric")
        self.assertTrue(all(row["relative_error"] < 1e-12 for row in summary["mass_balance"]))
        self.assertTrue(any("y+" in warning and "grid.wall_cell" in warning for warning in summary["warnings"]))
        page = (self.folder / "out/report/index.html").read_text()
        self.assertIn("Nikuradse", page)
        self.assertNotIn("Barlow", page)
        self.assertTrue((self.folder / "out/report/section_velocity.png").exists())

    def test_one_run_is_never_overwritten_unasked(self):
        self.run_case("--no-report")
        self.run_case("--no-report", code=2)
        self.run_case("--no-report", "--overwrite")

    def test_laminar_flow_where_it_would_be_turbulent_is_warned_of(self):
        done = self.run_case("--no-report", "--set", "axisymmetric.turbulence=none", "--set", "time.end=0.1 s")
        self.assertIn("turbulence: mixing_length", done.stderr)

    def test_without_a_device_nothing_is_left_behind(self):
        done = self.run_case("--no-report", "--device", "cuda", code=6)
        self.assertIn("--device cpu", done.stderr)
        self.assertFalse((self.folder / "out").exists())

    def test_check_says_what_it_costs(self):
        done = self.riser("check", "case.yaml", "--json")
        self.assertEqual(json.loads(done.stdout)["cost"]["cells"], 16 * 40)


if __name__ == "__main__":
    unittest.main()
