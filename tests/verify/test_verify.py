"""The harness passes every case, notices every planted fault, and knows its own exit codes."""
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

from scipy.optimize import brentq


def verify(*words):
    return subprocess.run([sys.executable, "-m", "verify", *words], capture_output=True, text=True)


def lifted(bore, roughness, diameter, grains, liquid, viscosity, flow, delivered):
    """In-situ fraction [-] and pressure gradient [Pa/m] of steady lifting, by Ferguson & Church, Rowe and Churchill."""
    excess = grains / liquid - 1
    terminal = excess * 9.80665 * diameter**2 / (18 * viscosity / liquid + math.sqrt(0.75 * excess * 9.80665 * diameter**3))
    power = (liquid * terminal * diameter / viscosity) ** 0.75
    exponent = 2.35 * (2 + 0.175 * power) / (1 + 0.175 * power)
    velocity = flow / (math.pi / 4 * bore**2)
    phi = brentq(lambda x: x * (velocity - terminal * (1 - x) ** exponent) - delivered * velocity, 1e-9, 0.5, xtol=1e-15)
    reynolds = liquid * velocity * bore / viscosity
    a = (2.457 * math.log(1 / ((7 / reynolds) ** 0.9 + 0.27 * roughness / bore))) ** 16
    darcy = 8 * ((8 / reynolds) ** 12 + (a + (37530 / reynolds) ** 16) ** -1.5) ** (1 / 12)
    weight = (liquid + phi * (grains - liquid)) * 9.80665
    return phi, weight + darcy * liquid * velocity**2 / (2 * bore)


def made_up_table(in_situ_factor=1):
    lines = ["# made up", "flow_rate,bore,length,roughness,grain_diameter,grain_density,liquid_density,liquid_viscosity,"
             "delivered_concentration,in_situ_concentration,pressure_gradient"]
    for flow, delivered in ((0.02, 0.05), (0.03, 0.1)):
        phi, gradient = lifted(0.1, 5e-5, 5e-3, 2500.0, 1000.0, 1e-3, flow, delivered)
        lines.append(f"{flow},0.1,30,5e-5,5e-3,2500,1000,1e-3,{delivered},{phi * in_situ_factor!r},{gradient!r}")
    return "\n".join(lines) + "\n"


class Verify(unittest.TestCase):
    def test_every_case_passes(self):
        with tempfile.TemporaryDirectory() as folder:
            junit = pathlib.Path(folder) / "verify.xml"
            done = verify("--json", "--no-pictures", "--junit", str(junit))
            cases = json.loads(done.stdout)["cases"]
            self.assertEqual([c["name"] for c in cases if not c["passed"]], [])
            self.assertEqual(done.returncode, 0)
            self.assertEqual(int(xml.parse(junit).getroot().get("tests")), len(cases))
            self.assertGreater(len(cases), 40)

    def test_every_planted_fault_is_noticed(self):
        done = verify("--planted")
        self.assertNotIn("FAIL", done.stdout)
        self.assertEqual(done.returncode, 0)

    def test_a_lifting_table_is_read_run_and_compared(self):
        with tempfile.TemporaryDirectory() as folder:
            table = pathlib.Path(folder) / "lifting_made_up.csv"
            table.write_text(made_up_table())
            done = verify("lifting", "--table", str(table), "--json", "--no-pictures")
            cases = {c["name"]: c["error"] for c in json.loads(done.stdout)["cases"]}
            self.assertEqual(set(cases), {"lifting/made_up/in-situ", "lifting/made_up/gradient"})
            self.assertLess(max(cases.values()), 1e-6)
            table.write_text(made_up_table(in_situ_factor=1.5))
            self.assertEqual(verify("lifting", "--table", str(table), "--no-pictures").returncode, 1)
            table.write_text("bore,length\n1,2\n")
            done = verify("lifting", "--table", str(table), "--no-pictures")
            self.assertIn("no column roughness", done.stderr)

    def test_an_unknown_case_is_named_with_a_suggestion(self):
        done = verify("puls")
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean 'pulse'?", done.stderr)


if __name__ == "__main__":
    unittest.main()
