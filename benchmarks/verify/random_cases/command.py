"""riser verify --random N [--family NAME] [--seed S]: N random cases of each family, sorted; exit 1 when one is wrong,
diverged or broken."""

import collections
import difflib
import json
import multiprocessing
import pathlib
import sys
import time

from verify.lab import ROOT
from verify.random_cases import FAMILIES, draw, load, spoken, trial

BAD = ("wrong", "silent", "diverged", "broken")
COLUMNS = trial.VERDICTS
FEWER = {"start_up": 10}  # a case in r and z takes ten times as long


def add_options(parser):
    group = parser.add_argument_group("random cases")
    group.add_argument(
        "--random",
        type=int,
        metavar="N",
        help="N random cases of each family (r and z: a tenth) against independent references",
    )
    group.add_argument(
        "--family", action="append", metavar="NAME", help="only these: " + ", ".join(map(spoken, FAMILIES))
    )
    group.add_argument("--seed", type=int, default=1, help="of the random cases")
    group.add_argument("--first", type=int, default=0, metavar="I", help="index of the first case")
    group.add_argument("--jobs", type=int, default=2, help="cases at a time")
    group.add_argument(
        "--failures", metavar="FOLDER", help="where cases that are not right are kept (default build/random_failures)"
    )


def chosen(words):
    """Module names of the families asked for; exits with 2 on a name that is none."""
    known = {spoken(name): name for name in FAMILIES}
    for word in words or ():
        if spoken(word) not in known:
            near = difflib.get_close_matches(spoken(word), known, 1)
            print(
                f"riser: no family is called '{word}'" + (f" (did you mean '{near[0]}'?)" if near else ""),
                file=sys.stderr,
            )
            sys.exit(2)
    return [known[spoken(word)] for word in words or known]


def one(task):
    """Draws, runs and sorts one case; keeps it where it is not right."""
    family, seed, index, fault, folder = task
    began = time.time()
    try:
        case = load(family).make(draw.Draw(family, seed, index))
    except ArithmeticError as error:
        return trial.Outcome(family, seed, index, "broken", words=f"no case: {error}")
    outcome = trial.tried(family, case, seed, index, fault)
    outcome.seconds = time.time() - began
    if outcome.verdict != "right" and folder:
        trial.kept(outcome, case, pathlib.Path(folder))
    return outcome


def outcomes_of(family, options, fault=1.0):
    count = -(-options.random // FEWER.get(family, 1))
    folder = (
        ""
        if fault != 1
        else options.failures
        or str((ROOT / "build" if (ROOT / "build").is_dir() else pathlib.Path()) / "random_failures")
    )
    tasks = [(family, options.seed, options.first + i, fault, folder) for i in range(count)]
    with multiprocessing.get_context("spawn").Pool(max(1, options.jobs)) as pool:
        return pool.map(one, tasks, chunksize=1 if count < 100 else 5)


def tally(outcomes):
    """The row of a family."""
    counts = collections.Counter(o.verdict for o in outcomes)
    errors = [o.error for o in outcomes if o.error == o.error]
    row = {"cases": len(outcomes), **{name: counts[name] for name in COLUMNS}}
    row["share_right"] = counts["right"] / max(len(outcomes) - counts["refused"], 1)
    row["worst_error"] = max(errors, default=None)
    row["seconds"] = round(sum(o.seconds for o in outcomes), 1)
    row["refusals"] = dict(
        collections.Counter(o.words.splitlines()[0][:200] for o in outcomes if o.verdict == "refused")
    )
    row["failures"] = [
        {
            "index": o.index,
            "verdict": o.verdict,
            "error": o.error if o.error == o.error else None,
            "words": o.words,
            "warnings": list(o.warnings),
        }
        for o in outcomes
        if o.verdict != "right"
    ]
    return row


def line(name, row):
    counts = "".join(f"{row[key]:>11d}" for key in ("cases", *COLUMNS))
    return f"{spoken(name):18s}{counts}{100 * row['share_right']:>10.2f} %{row['seconds']:>9.0f} s"


def print_failures(rows, talk):
    for name, row in rows.items():
        for failure in row["failures"]:
            error = "" if failure["error"] is None else f" {failure['error']:.2e}"
            first = (failure["words"].splitlines() or [""])[0]
            print(f"  {spoken(name)} {failure['index']} {failure['verdict']}{error}: {first[:200]}", file=talk)


def planted(families, options):
    """With a wrong coefficient in the reference at least half of the cases must not be right."""
    noticed = True
    for name in families:
        row = tally(outcomes_of(name, options, load(name).FAULT))
        seen = row["cases"] > 0 and row["right"] <= 0.5 * row["cases"]
        noticed &= seen
        share = f"{row['cases'] - row['right']} of {row['cases']} not right"
        verdict = 'noticed' if seen else 'NOT NOTICED'
        print(f"{spoken(name):18s} reference off by a factor {load(name).FAULT}: {share}: {verdict}")
    return 0 if noticed else 1


def main(options):
    families = chosen(options.family)
    if options.planted:
        return planted(families, options)
    talk = sys.stderr if options.json else sys.stdout
    print(
        f"seed {options.seed}, limits {100 * trial.RIGHT:g} % and {100 * trial.WRONG:g} % of each family's scale",
        file=talk,
    )
    print(
        f"{'family':18s}" + "".join(f"{key:>11s}" for key in ("cases", *COLUMNS)) + f"{'right':>12s}{'time':>11s}",
        file=talk,
    )
    rows = {}
    for name in families:
        rows[name] = tally(outcomes_of(name, options))
        print(line(name, rows[name]), file=talk, flush=True)
    print_failures(rows, talk)
    if options.json:
        print(json.dumps({"seed": options.seed, "families": rows}, indent=2))
    return 1 if any(row[key] for row in rows.values() for key in BAD) else 0
