"""The CUDA backend against the host, on the cases with exact answers: the same numbers within a bound, then all of `verify`.
Ends with 77, skipped, where there is no device."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

BINARY = os.environ["RISER_BINARY"]
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
BOUND = 1e-9  # [-], of the largest value of a field: fused multiply-adds and order differ, nothing else
CASES = ["verify/pulse", "verify/kynch", "verify/mass", "verify/heat", "verify/steady_lift", "verify/joukowsky"]
AXIAL_FIELDS = {name: 0 for name in ("concentration", "flow_rate", "pressure", "temperature", "wall_shear_stress")}
# The axisymmetric model: what a field's error is at least taken over, so that round-off of what is at rest counts for nothing; the
# velocities are taken over the larger of both
SECTION_FIELDS = {"concentration": 1e-3, "axial_velocity": 1e-3, "radial_velocity": 1e-3, "pressure": 0, "viscosity": 0, "density": 0, "temperature": 0,
                  "wall_shear_stress": 1e-3}   # [-], [m/s], [m/s], [Pa], [Pa s], [kg/m3], [deg C], [Pa]


def devices():
    return json.loads(subprocess.run([BINARY, "info", "--json"], capture_output=True, text=True, check=True).stdout)["devices"]


def is_axisymmetric(path):
    return any(line.split("#")[0].replace(" ", "").startswith("model:axisymmetric") for line in path.read_text().splitlines())


def fields(case, device, folder, names):
    out = pathlib.Path(folder) / device
    subprocess.run([BINARY, "run", str(CONFIGS / f"{case}.yaml"), "--quiet", "--no-report", "--overwrite", "--device", device,
                    "--set", f"output.folder={out}"], check=True)
    with h5py.File(out / "snapshots.h5") as file:
        return {name: file[name][()] for name in names if name in file}


class Device(unittest.TestCase):
    def agree(self, case, floors):
        with self.subTest(case), tempfile.TemporaryDirectory() as folder:
            host, device = fields(case, "cpu", folder, floors), fields(case, "cuda", folder, floors)
            speed = max((np.abs(field).max() for name, field in host.items() if name.endswith("_velocity")), default=0)
            for name, wanted in host.items():
                scale = max(speed if name.endswith("_velocity") else np.abs(wanted).max(), floors[name], 1e-300)
                self.assertLess(np.abs(device[name] - wanted).max() / scale, BOUND, f"{case} {name}")

    def test_the_device_agrees_with_the_host(self):
        for case in CASES:
            self.agree(case, AXIAL_FIELDS)

    def test_the_device_agrees_with_the_host_on_every_axisymmetric_case(self):
        found = [path for path in sorted((CONFIGS / "verify").glob("*.yaml")) if is_axisymmetric(path)]
        self.assertGreaterEqual(len(found), 10)
        for path in found:
            self.agree(f"verify/{path.stem}", SECTION_FIELDS)

    def test_a_sweep_on_the_device_gives_the_host_s_table(self):
        vary = 'sweep={vary: [{key: "pipe.segments[0].bore", values: [0.28 m, 0.3 m, 0.32 m]}, {key: "grid.cell_length", values: [20 m, 40 m]}]}'
        with tempfile.TemporaryDirectory() as folder:
            tables = {}
            for device in ("cpu", "cuda"):
                out = pathlib.Path(folder) / device
                subprocess.run([BINARY, "sweep", str(CONFIGS / "minamitorishima_nodules.yaml"), "--quiet", "--no-report", "--device", device, "--set", vary,
                                "--set", "time.end=90 min", "--set", f"output.folder={out}"], check=True)
                with h5py.File(out / "sweep.h5") as file:
                    tables[device] = {name: item[()] for name, item in file.items()}
            for name, wanted in tables["cpu"].items():
                np.testing.assert_allclose(tables["cuda"][name], wanted, rtol=1e-6, err_msg=name)

    def test_the_device_passes_every_case(self):
        done = subprocess.run([sys.executable, "-m", "verify", "--device", "cuda", "--no-pictures"])
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    if len(devices()) < 2:
        print("no device: skipped")
        sys.exit(77)
    unittest.main()
