"""benchmarks/gpu.sh runs this: machine, tests, exact answers, sanitizer, speed, profile; a summary of all. What fails stops nothing else."""
import argparse
import json
import os
import pathlib
import sys
import time
import traceback

from gpu import machine, steps
from gpu.lab import FAILED, Lab, Step, program, seconds_as_text

NO_DEVICE = 6
LIMIT = 530  # [s] of the whole; the shares of the steps sum up to less


def parse():
    parser = argparse.ArgumentParser(prog="benchmarks/gpu.sh", description=__doc__)
    parser.add_argument("out", nargs="?", default=os.environ.get("OUT"), metavar="FOLDER", help="of the results (default $OUT, else benchmarks/results/DATE_GPU)")
    parser.add_argument("--cpu", "--dry-run", action="store_true", help="without a GPU: what needs one is 'not measured'")
    parser.add_argument("--cases", nargs="*", default=[], metavar="CASE", help="exact answers to look at (default all, and the peers)")
    parser.add_argument("--limit", type=float, default=LIMIT, help="of the whole [s]")
    return parser.parse_args()


def plan(lab):
    """In the order of what is missed most: a cut at the end loses the least."""
    return (("agreement", lambda: steps.agreement(lab)), ("verification", lambda: steps.verification(lab, "cuda", 110)),
            ("benchmark", lambda: steps.benchmark(lab)), ("peers", lambda: steps.peers(lab)), ("crossover", lambda: steps.crossover(lab)), ("profile", lambda: steps.profile(lab)),
            ("sanitizer", lambda: steps.sanitizer(lab)), ("verification", lambda: steps.verification(lab, "cpu", 45)))


def perform(name, action):
    """The Steps of one action; their seconds sum up to what it took."""
    start = time.monotonic()
    try:
        found = action()
    except Exception as error:  # a step that breaks is a step that failed
        traceback.print_exc()
        found = [Step(name, FAILED, f"{type(error).__name__}: {error}")]
    if len(found) == 1:
        found[0].seconds = time.monotonic() - start
    for step in found:
        print(f"{step.status:13s} {step.name} ({seconds_as_text(step.seconds)}) {step.note}", flush=True)
    return found


def table(about, done, seconds):
    gpu = about["gpu"].get("name") or "no GPU"
    lines = [f"# {gpu}, {about['date']}", "", f"Commit {about['commit']}; driver {about['gpu'].get('driver_version', '-')}, CUDA {about['gpu'].get('cuda_of_driver') or '-'}, "
             f"toolkit {about['toolkit'] or '-'}; {about['processor']}, {about['cores']} cores; {seconds:.0f} s in all.", "", "| step | result | time | |", "|---|---|---|---|"]
    return "\n".join(lines + [f"| {s.name} | {s.status} | {seconds_as_text(s.seconds)} | {s.note.replace('|', '/')} |" for s in done]) + "\n"


def summarise(lab, about, done, seconds):
    passed = all(step.status != FAILED for step in done)
    lab.write("summary.json", {"machine": about, "seconds": seconds, "passed": passed, "steps": [vars(step) for step in done]})
    lab.write("summary.md", table(about, done, seconds))


def main():
    options, start = parse(), time.monotonic()
    if program("riser") is None:
        print("gpu.sh: no program was found; build it (./riser info) or pack it (portable_pack), or name it in RISER_BINARY", file=sys.stderr)
        return 2
    about = machine.describe()
    gpu = len(about["program"]["devices"]) > 1 and not options.cpu
    if not gpu and not options.cpu:
        why = about["program"].get("cuda_trouble", "")
        print(f"gpu.sh: the program finds no CUDA device here ({why}); nothing was run (--cpu tries the script without one)", file=sys.stderr)
        return NO_DEVICE
    out = pathlib.Path(options.out or machine.default_folder(about))
    out.mkdir(parents=True, exist_ok=True)
    lab = Lab(out, options.limit, gpu, options.cases)
    done = []
    for name, action in plan(lab):
        done += perform(name, action)
        summarise(lab, about, done, time.monotonic() - start)  # each time: who is cut off leaves what it found
    failed = any(step.status == FAILED for step in done)
    print(json.dumps({"passed": not failed, "folder": str(out)}))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
