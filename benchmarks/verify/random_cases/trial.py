"""One random case: drawn, run by the program, compared with its reference, sorted."""

import dataclasses
import json
import math
import os
import pathlib
import subprocess
import tempfile

from verify.lab import ROOT, Run
from verify.random_cases import draw

RIGHT, WRONG = 0.005, 0.05  # [-] of the family's scale
VERDICTS = ("right", "inaccurate", "unsure", "wrong", "silent", "diverged", "refused", "broken")
EXCUSES = ("tolerance", "accura", "converge", "not resolved", "time error")
TIME_LIMIT = 120  # [s] of one run


@dataclasses.dataclass
class Found:
    """What a comparison says: the error over the family's scale, and where it is largest, in words."""

    error: float
    words: str
    unsure: str = ""  # why the reference cannot judge, where it cannot


@dataclasses.dataclass
class Trial:
    """A drawn case. compare(run, fault) -> Found; `fault`: a factor on a coefficient of the reference, 1 but in tests
    of the harness."""

    config: dict
    compare: object
    more: tuple = ()  # further settings of the program: one run for each, all given to compare


@dataclasses.dataclass
class Outcome:
    family: str
    seed: int
    index: int
    verdict: str
    error: float = math.nan
    words: str = ""
    warnings: tuple = ()
    seconds: float = 0.0


def binary():
    return os.environ.get("RISER_BINARY", str(ROOT / "build" / "release" / "riser"))


class Ended(Exception):
    """A run that did not end with 0."""

    def __init__(self, verdict, words):
        super().__init__(words)
        self.verdict = verdict


def run_program(text, folder, settings=()):
    """Runs a case; its results and its warnings."""
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(text)
    words = [
        binary(),
        "run",
        str(folder / "case.yaml"),
        "--quiet",
        "--no-report",
        "--device",
        "cpu",
        "--threads",
        "1",
        "--set",
        f"output.folder={folder / 'run'}",
    ]
    for setting in settings:
        words += ["--set", setting]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        raise Ended("broken", f"no end within {TIME_LIMIT} s") from None
    if done.returncode != 0:
        raise Ended(
            {2: "refused", 3: "diverged"}.get(done.returncode, "broken"),
            f"exit {done.returncode}: {done.stderr.strip()[-600:]}",
        )
    summary = json.loads((folder / "run" / "summary.json").read_text())
    return Run(folder / "run" / "snapshots.h5", binary()), tuple(summary.get("warnings", ()))


def excuses(warning):
    """Whether a warning says that the numbers are not exact; one of a law's range or of vapour does not."""
    return any(word in warning for word in EXCUSES)


def sort(error, warnings, unsure=""):
    """The verdict of a run that ended with 0."""
    if error < RIGHT:
        return "right"
    if unsure:
        return "unsure"
    if error < WRONG:
        return "inaccurate"
    return "wrong" if any(map(excuses, warnings)) else "silent"  # an error that is no number is not below any limit


def tried(family, trial, seed, index, fault=1.0):
    """Runs and sorts a drawn case."""
    warnings = ()
    with tempfile.TemporaryDirectory(prefix="riser_random_") as scratch:
        try:
            runs = []
            for j, settings in enumerate(((), *trial.more)):
                run, said = run_program(draw.yaml_of(trial.config), pathlib.Path(scratch) / str(j), settings)
                runs.append(run)
                warnings += said
            found = trial.compare(*runs, fault=fault)
        except Ended as ended:
            return Outcome(family, seed, index, ended.verdict, words=str(ended))
        except (ArithmeticError, KeyError, ValueError, OSError) as error:
            return Outcome(family, seed, index, "broken", words=f"{type(error).__name__}: {error}", warnings=warnings)
    return Outcome(
        family,
        seed,
        index,
        sort(found.error, warnings, found.unsure),
        float(found.error),
        found.words + (f"\n{found.unsure}" if found.unsure else ""),
        warnings,
    )


def kept(outcome, trial, folder):
    """Writes a case that is not right as a file that runs, with what was expected in its head."""
    folder.mkdir(parents=True, exist_ok=True)
    head = [
        f"{outcome.verdict}: ./riser verify --random 1 --family {outcome.family.replace('_', '-')} "
        f"--seed {outcome.seed} --first {outcome.index}",
        f"error {outcome.error:.3g} of the scale",
        *outcome.words.splitlines(),
        *(f"warning: {w}" for w in outcome.warnings),
    ]
    path = folder / f"{outcome.family}_{outcome.seed}_{outcome.index}.yaml"
    path.write_text("".join(f"# {line}\n" for line in head) + draw.yaml_of(trial.config))
    for settings in trial.more:
        with path.open("a") as file:
            file.write(f"# also run with --set {' --set '.join(settings)}\n")
    return path
