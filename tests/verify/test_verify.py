"""The harness passes every case, notices every planted fault, and knows its own exit codes."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml


def verify(*words):
    return subprocess.run([sys.executable, "-m", "verify", *words], capture_output=True, text=True)


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

    def test_an_unknown_case_is_named_with_a_suggestion(self):
        done = verify("puls")
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean 'pulse'?", done.stderr)


if __name__ == "__main__":
    unittest.main()
