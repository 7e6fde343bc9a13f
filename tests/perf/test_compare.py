"""riser bench compare: its statistics on times made up here, and what a user meets. No time is measured."""
import contextlib
import io
import json
import pathlib
import stat
import tempfile
import unittest

import numpy as np

from compare import judge, statistics
from compare.command import main


def machine(seed, slowdown=0.0, noise=0.02, bursts=0.0, drift=0.0):
    """Blocks of a made-up machine: B takes (1 + slowdown) times as long; bursts, that begin so often, slow up to 11 runs by half or more."""
    rng = np.random.default_rng(seed)
    state = {"runs": 0, "left": 0, "factor": 1.0}

    def blocks(name, count, first):
        order = "".join("ABBA" if (first + k) % 2 == 0 else "BAAB" for k in range(count))
        times = []
        for side in order:
            if state["left"] == 0 and rng.random() < bursts:
                state.update(left=int(rng.integers(1, 12)), factor=float(rng.uniform(1.5, 3)))
            factor = state["factor"] if state["left"] else 1.0
            state["left"] = max(0, state["left"] - 1)
            state["runs"] += 1
            times.append(100 * (1 + slowdown * (side == "B")) * factor * (1 + drift * state["runs"]) * np.exp(noise * rng.standard_normal()))
        return order, times
    return blocks


def losses(names=("one", "two", "three"), **kind):
    return sum(v.loss for v in judge.judge(names, machine(**kind), judge.Rule()))


class Statistics(unittest.TestCase):
    def test_identical_times_are_no_loss(self):
        verdicts = judge.judge(["same"], lambda name, count, first: ("ABBA" * count, [7.0] * (4 * count)), judge.Rule())
        self.assertEqual((verdicts[0].loss, verdicts[0].effect.slowdown, verdicts[0].words), (False, 0.0, "no loss"))

    def test_noise_alone_is_no_loss(self):
        self.assertEqual(sum(losses(seed=s, noise=0.05) for s in range(100)), 0)

    def test_bursts_are_no_loss(self):
        self.assertEqual(sum(losses(seed=s, bursts=0.05, noise=0.03) for s in range(100)), 0)

    def test_drift_is_no_loss(self):
        self.assertEqual(sum(losses(seed=s, drift=0.002) for s in range(30)), 0)

    def test_five_per_cent_are_found(self):
        found = [v for s in range(50) for v in judge.judge(["one"], machine(seed=s, slowdown=0.05), judge.Rule()) if v.loss]
        self.assertGreaterEqual(len(found), 48)
        self.assertAlmostEqual(np.median([v.confirmed.slowdown for v in found]), 0.05, delta=0.005)

    def test_five_per_cent_are_found_among_bursts(self):
        self.assertGreaterEqual(sum(losses(names=("one",), seed=s, slowdown=0.05, noise=0.01, bursts=0.01) for s in range(50)), 40)
        # A quarter of all runs disturbed: most are still found.
        self.assertGreaterEqual(sum(losses(names=("one",), seed=s, slowdown=0.05, noise=0.01, bursts=0.05) for s in range(50)), 25)

    def test_less_than_matters_is_no_loss(self):
        self.assertEqual(sum(losses(seed=s, slowdown=0.01, noise=0.005) for s in range(30)), 0)

    def test_faster_is_no_loss(self):
        verdict, = judge.judge(["one"], machine(seed=1, slowdown=-0.1), judge.Rule())
        self.assertEqual((verdict.loss, verdict.words), (False, "faster"))

    def test_a_suspect_that_does_not_repeat_is_no_loss(self):
        slow, even = machine(seed=1, slowdown=0.2), machine(seed=2)
        verdict, = judge.judge(["one"], lambda name, count, first: (slow if first == 0 else even)(name, count, first), judge.Rule())
        self.assertEqual((verdict.loss, verdict.words), (False, "not confirmed by fresh pairs"))

    def test_intervals_cover(self):
        rng = np.random.default_rng(5)
        covered = sum(e.low <= 0.05 <= e.high for e in (statistics.paired(np.log(1.05) + 0.03 * rng.standard_normal(12)) for _ in range(400)))
        self.assertTrue(0.93 <= covered / 400 <= 0.99, covered)

    def test_holm(self):
        np.testing.assert_allclose(statistics.holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06])

    def test_enough_blocks_for_many_cases(self):
        rule = judge.Rule()
        for cases in (1, 14, 100):
            self.assertLess(cases * 2.0 ** -rule.first_blocks(cases), rule.suspicion)

    def test_orders_that_are_no_blocks(self):
        for order in ("ABAB", "ABB", "AABB"):
            with self.assertRaises(ValueError):
                statistics.block_ratios(order, [1.0] * len(order))


FAKE = """#!/usr/bin/python3
import json, random, sys
words = sys.argv[1:]
if "--list" in words:
    print("made/up/threads:1"); print("other/device:cuda   not measured: no CUDA device"); raise SystemExit
portions = int(words[words.index("--portions") + 1]) if "--portions" in words else 3
print(json.dumps({"benchmarks": [{"name": "made/up/threads:1", "portions": portions, "threads": 1,
    **{key: [FACTOR * random.lognormvariate(0, 0.01) for _ in range(3)] for key in ("repeats_real_time", "repeats_cpu_time")}}]}))
"""


def run(*words):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(w) for w in words])
    return code, out.getvalue(), err.getvalue()


class Command(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def script(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def saved(self, name, middle, repeats=20):
        rng = np.random.default_rng(len(name) + repeats)
        path = self.folder / name
        path.write_text(json.dumps({"benchmarks": [{"name": "made/up/threads:1", "repeats_real_time": (middle * np.exp(0.01 * rng.standard_normal(repeats))).tolist()}]}))
        return path

    def test_a_loss_gives_1_and_no_loss_0(self):
        fast, slow = self.script("fast", FAKE.replace("FACTOR", "100")), self.script("build/riser_bench", FAKE.replace("FACTOR", "106"))
        code, out, err = run(fast, slow.parent)  # an executable and a build folder
        self.assertEqual((code, err), (1, ""))
        self.assertIn("SLOWER, confirmed", out)
        code, out, _ = run(slow, fast, "--json")
        self.assertEqual((code, json.loads(out)["losses"]), (0, 0))

    def test_saved_runs(self):
        before, same, slower = self.saved("before.json", 100), self.saved("the same.json", 100), self.saved("slower.json", 106)
        self.assertEqual(run(before, same)[0], 0)
        self.assertEqual(run(before, slower)[0], 1)

    def test_a_failing_executable_gives_5_and_its_words(self):
        good, bad = self.script("good", FAKE.replace("FACTOR", "100")), self.script("bad", "#!/bin/sh\necho out of memory >&2\nexit 9\n")
        code, _, err = run(good, bad)
        self.assertEqual(code, 5)
        for word in ("bad", "exit code 9", "out of memory"):
            self.assertIn(word, err)
        self.assertEqual(run(good, self.script("mute", "#!/bin/sh\nexit 0\n"))[0], 2)  # lists no case in common
        self.assertEqual(run(good, self.script("odd", FAKE.replace("made/up/threads:1\", \"portions", "no\", \"portions").replace("FACTOR", "1")))[0], 5)

    def test_bad_input_gives_2_and_a_hint(self):
        good, json_file = self.script("good", FAKE.replace("FACTOR", "100")), self.saved("a.json", 100)
        broken = self.folder / "broken.json"
        broken.write_text("{")
        for words, hint in (((good,), "--help"), ((good, self.folder / "none"), "not found"), ((good, self.folder), "ninja riser_bench"), ((good, json_file), "one kind"),
                            ((json_file, broken), "no JSON"), ((json_file, self.saved("few.json", 100, 3)), "--repeats"), ((json_file, json_file, "--filter", "("), "regular"),
                            ((json_file, json_file, "--filter", "none"), "in common"), ((good, good, "--blocks", "2"), "at least"), ((good, good, "--least", "x"), "--help")):
            with self.subTest(words=words):
                code, _, err = run(*words)
                self.assertEqual(code, 2)
                self.assertIn(hint, err)


if __name__ == "__main__":
    unittest.main()
