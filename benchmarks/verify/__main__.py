"""riser verify [CASE ...]: runs the cases with exact answers and says what held. Exit 0 all passed, 1 not, 2 unknown case."""
import argparse
import difflib
import json
import math
import pathlib
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

from verify.cases import ORDER, load
from verify.lab import Lab, ROOT, Result
from verify.random_cases import command as random_cases


def parse():
    parser = argparse.ArgumentParser(prog="riser verify", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="one or more of: " + ", ".join(spoken(n) for n in ORDER))
    parser.add_argument("--json", action="store_true", help="the table as JSON on standard output")
    parser.add_argument("--junit", metavar="FILE", help="the table as JUnit XML")
    parser.add_argument("--pictures", metavar="FOLDER", help="where the pictures go (default build/verify)")
    parser.add_argument("--no-pictures", action="store_true")
    parser.add_argument("--device", default="cpu", choices=["auto", "cpu", "cuda"])
    parser.add_argument("--planted", action="store_true", help="plant every known fault; a fault that goes unnoticed fails")
    parser.add_argument("--table", metavar="FILE", help="a lifting experiment of yours (case lifting; benchmarks/data/README.md)")
    parser.add_argument("--list", action="store_true", help="names of the cases")
    random_cases.add_options(parser)
    return parser.parse_args()


def spoken(name):
    return name.replace("_", "-")


def chosen(words):
    """Module names of the cases asked for; exits with 2 on a name that is none."""
    known = {spoken(name): name for name in ORDER}
    for word in words:
        if spoken(word) in known:
            continue
        near = difflib.get_close_matches(spoken(word), known, 1)
        hint = f" (did you mean '{near[0]}'?)" if near else "; riser verify --list names them"
        print(f"riser: no case is called '{word}'{hint}", file=sys.stderr)
        sys.exit(2)
    return [known[spoken(word)] for word in words] or ORDER


def make_picture(case, folder):
    """A function that draws one picture of a case: picture(name, draw), draw gets matplotlib axes."""
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    def picture(name, draw):
        figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
        draw(axes)
        folder.mkdir(parents=True, exist_ok=True)
        figure.savefig(folder / f"{spoken(case)}_{name}.png", dpi=120)
        plt.close(figure)
    return picture


def broken(case, error):
    return Result(f"{spoken(case)}/run", 0, math.nan, 0, what=str(error))


def run_case(case, options, faults=()):
    folder = pathlib.Path(options.pictures or ROOT / "build" / "verify")
    draws = not options.no_pictures and not faults
    try:
        return load(case).run(Lab(options.device, faults, options.table), make_picture(case, folder) if draws else None)
    except (RuntimeError, OSError, KeyError, ValueError, IndexError, subprocess.TimeoutExpired) as error:  # a run that failed is a case that failed
        if not faults:
            print(f"riser: {spoken(case)}: {error}", file=sys.stderr)
        return [broken(case, error)]


def run_planted(case, options):
    """One result a fault: passed when the harness notices it."""
    results = []
    for name, settings in load(case).FAULTS.items():
        noticed = not all(r.passed for r in run_case(case, options, settings))
        results.append(Result(f"{spoken(case)} with {name}", 0, 0.0 if noticed else 1.0, 0.0, what="noticed" if noticed else "NOT NOTICED"))
    return results


def line(result):
    order = "" if math.isnan(result.order) else f"{result.order:.2f}"
    return f"{result.name:42s} {result.cells:7d} {result.error:12.3e} {result.tolerance:10.1e} {order:>7s}  {'pass' if result.passed else 'FAIL'}"


def as_dict(result, device):
    number = {key: None if math.isnan(value) else value for key, value in (("error", result.error), ("order", result.order))}
    return {"name": result.name, "model": result.model, "device": device, "cells": result.cells, "error": number["error"],
            "tolerance": result.tolerance, "order": number["order"], "passed": result.passed}


def write_junit(path, results, seconds):
    failed = [r for r in results if not r.passed]
    suite = xml.Element("testsuite", name="riser verify", tests=str(len(results)), failures=str(len(failed)), time=f"{seconds:.1f}")
    for result in results:
        case = xml.SubElement(suite, "testcase", classname=result.model, name=result.name)
        if not result.passed:
            xml.SubElement(case, "failure", message=f"error {result.error:g} above {result.tolerance:g}: {result.what}")
    xml.ElementTree(suite).write(path, encoding="unicode", xml_declaration=True)


def main():
    options = parse()
    if options.list:
        print("\n".join(spoken(name) for name in ORDER))
        return 0
    if options.random is not None:
        return random_cases.main(options)
    cases, start, results = chosen(options.cases), time.time(), []
    talk = sys.stderr if options.json else sys.stdout
    print(f"{'case':42s} {'cells':>7s} {'error':>12s} {'tolerance':>10s} {'order':>7s}", file=talk)
    for case in cases:
        for result in (run_planted if options.planted else run_case)(case, options):
            results.append(result)
            print(line(result), file=talk, flush=True)
    failed = sum(not r.passed for r in results)
    print(f"{len(results) - failed} of {len(results)} passed in {time.time() - start:.0f} s", file=talk)
    if options.json:
        print(json.dumps({"cases": [as_dict(r, options.device) for r in results]}, indent=2))
    if options.junit:
        write_junit(options.junit, results, time.time() - start)
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
