"""The CUDA backend against the host, on the cases with exact answers: the same numbers within a bound, then all of `verify`.
Ends with 77, skipped, where there is no device."""
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

BINARY = os.environ["RISER_BINARY"]
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
BOUND = 1e-9  # [-], of the largest value of a field: fused multiply-adds and order differ, nothing else
# Where jumps settle and gels break, rounding decides: the host with and without fused multiply-adds lies 7.4e-8 apart, in all other cases 6.2e-11 at most.
BOUNDS = {"verify/density_wave": 1e-6, "verify/gel": 1e-6}
CHOSEN = os.environ.get("RISER_CASES", "").split()  # cases to look at; all when it is empty
AXIAL_FIELDS = ("concentration", "flow_rate", "pressure", "temperature", "wall_shear_stress")
SECTION_FIELDS = ("concentration", "axial_velocity", "radial_velocity", "pressure", "viscosity", "density", "temperature", "wall_shear_stress")


def devices():
    return json.loads(subprocess.run([BINARY, "info", "--json"], capture_output=True, text=True, check=True).stdout)["devices"]


def is_axisymmetric(path):
    return any(line.split("#")[0].replace(" ", "").startswith("model:axisymmetric") for line in path.read_text().splitlines())


def cases(axisymmetric):
    """The cases with exact answers, of one model."""
    return [f"verify/{path.stem}" for path in sorted((CONFIGS / "verify").glob("*.yaml")) if is_axisymmetric(path) == axisymmetric]


def on_both(command, case, folder, *words):
    """Runs a case on the host and on the device; the two folders."""
    outs = {device: pathlib.Path(folder) / device for device in ("cpu", "cuda")}
    for device, out in outs.items():
        subprocess.run([BINARY, command, str(CONFIGS / f"{case}.yaml"), "--quiet", "--no-report", "--overwrite", "--device", device,
                        "--set", f"output.folder={out}", *words], check=True)
    return outs


def differences(one, other):
    """{field: relative difference, inf where it cannot be said} as `riser compare` finds them: a machine with a GPU may have no h5py."""
    done = subprocess.run([BINARY, "compare", str(one), str(other), "--json"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return {f["name"]: f["relative"] if f["relative"] is not None and "trouble" not in f else math.inf for f in json.loads(done.stdout)["fields"]}


class Device(unittest.TestCase):
    def agree(self, case, names, *words):
        if CHOSEN and case.removeprefix("verify/") not in CHOSEN:
            return
        with self.subTest(case), tempfile.TemporaryDirectory() as folder:
            outs = on_both("run", case, folder, *words)
            found = {name: value for name, value in differences(outs["cpu"], outs["cuda"]).items() if name in names}
            self.assertGreaterEqual(len(found), 3)
            print(f"{case}: " + ", ".join(f"{name} {value:.1e}" for name, value in found.items()), flush=True)
            for name, value in found.items():
                self.assertLess(value, BOUNDS.get(case, BOUND), f"{case} {name}")

    def test_the_device_agrees_with_the_host_on_every_axial_case(self):
        found = cases(axisymmetric=False)
        self.assertGreaterEqual(len(found), 20)
        for case in found:
            self.agree(case, AXIAL_FIELDS)

    def test_a_riser_that_many_blocks_share_agrees_with_the_host(self):
        self.agree("minamitorishima_nodules", AXIAL_FIELDS, "--set", "grid.cell_length=1 m", "--set", "time.end=2 min")

    def test_the_device_agrees_with_the_host_on_every_axisymmetric_case(self):
        found = cases(axisymmetric=True)
        self.assertGreaterEqual(len(found), 10)
        for case in found:
            self.agree(case, SECTION_FIELDS)

    def test_a_run_cut_on_the_device_goes_on_to_the_same_bits(self):
        for case, words in (("minamitorishima_nodules", ["--set", "grid.cell_length=5 m"]), ("mud_section_2d", [])):
            with self.subTest(case), tempfile.TemporaryDirectory() as folder:
                start = [BINARY, "run", str(CONFIGS / f"{case}.yaml"), "--quiet", "--no-report", "--device", "cuda", *words, "--set"]
                subprocess.run([*start, f"output.folder={folder}/whole"], check=True)
                cut = subprocess.Popen([*start, f"output.folder={folder}/cut", "--set", "output.checkpoint_interval=20 ms"])
                while cut.poll() is None and not list(pathlib.Path(folder).glob("cut/checkpoints/*.h5")):
                    time.sleep(0.005)
                cut.terminate()
                self.assertEqual(cut.wait(), 4)
                subprocess.run([*start, f"output.folder={folder}/cut", "--resume"], check=True)
                found = differences(f"{folder}/whole", f"{folder}/cut")
                self.assertEqual(set(found.values()), {0.0}, found)

    def test_a_sweep_on_the_device_gives_the_host_s_table(self):
        vary = 'sweep={vary: [{key: "pipe.segments[0].bore", values: [0.28 m, 0.3 m, 0.32 m]}, {key: "grid.cell_length", values: [20 m, 40 m]}]}'
        with tempfile.TemporaryDirectory() as folder:
            outs = on_both("sweep", "minamitorishima_nodules", folder, "--set", vary, "--set", "time.end=90 min")
            found = differences(outs["cpu"] / "sweep.h5", outs["cuda"] / "sweep.h5")
            print("sweep: " + ", ".join(f"{name} {value:.1e}" for name, value in found.items()), flush=True)
            for name, value in found.items():
                self.assertLess(value, 1e-6, name)

    def test_the_device_passes_every_case(self):
        done = subprocess.run([sys.executable, "-m", "verify", "--device", "cuda", "--no-pictures"])
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    if len(devices()) < 2:
        print("no device: skipped")
        sys.exit(77)
    unittest.main()
