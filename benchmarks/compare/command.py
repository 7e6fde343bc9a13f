"""The command line of riser bench compare."""
import argparse
import dataclasses
import json
import re
import sys

from compare import judge
from compare.errors import BadInput, Failed
from compare.runs import Executable, Pairs, Saved, find
from compare.statistics import LEAST_BLOCKS


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise BadInput(f"{message}; riser bench compare --help shows the options")


def parser():
    p = Parser(prog="riser bench compare", description="Is B slower than A? A, B: riser_bench executables or build folders, which are run in "
               "turn, or JSON saved by riser bench --json FILE. Exit codes: 0 no loss, 1 a confirmed loss, 2 bad input, 5 an executable failed.")
    p.add_argument("a", metavar="A")
    p.add_argument("b", metavar="B")
    p.add_argument("--filter", default="threads:1$", metavar="REGEX", help="cases to compare; default those of one thread")
    p.add_argument("--blocks", type=int, default=10, metavar="N", help=f"blocks of runs A B B A for each case, at least {LEAST_BLOCKS}; default 10")
    p.add_argument("--min-time", type=float, default=0.1, metavar="S", help="seconds of each run after its warm-up, in three repeats; default 0.1")
    p.add_argument("--clock", choices=("auto", "wall", "cpu"), default="auto", help="auto: CPU time of cases on one thread that only compute, wall time of all others")
    p.add_argument("--least", type=float, default=3, metavar="PER_CENT", help="smallest slowdown that matters; default 3")
    p.add_argument("--significance", type=float, default=0.01, metavar="P", help="chance that fresh pairs confirm a loss where there is none; default 0.01")
    p.add_argument("--threads", type=int, metavar="N", help="threads at most, as riser bench")
    p.add_argument("--json", action="store_true", help="the verdicts as JSON to standard output")
    return p


def checked(words):
    o = parser().parse_args(words)
    if o.blocks < LEAST_BLOCKS:
        raise BadInput(f"--blocks {o.blocks}: at least {LEAST_BLOCKS}, fewer cannot tell a loss from chance")
    if not (0 < o.significance < 1 and 0 <= o.least < 1000 and 0 < o.min_time < 1e6 and (o.threads or 1) > 0):
        raise BadInput("--significance lies in 0 to 1, --least, --min-time and --threads are positive")
    try:
        re.compile(o.filter)
    except re.error as e:
        raise BadInput(f"--filter '{o.filter}' is not a regular expression ({e})") from e
    return o


def compare_saved(a, b, o, rule):
    names = [n for n in a.times if n in b.times and re.search(o.filter, n)]
    if not names:
        raise BadInput(f"{a.path} and {b.path} have no case in common that matches --filter '{o.filter}'")
    return judge.judge_saved(a.times, b.times, names, rule)


def compare(o, rule, talk):
    a, b = find(o.a), find(o.b)
    if isinstance(a, Saved) and isinstance(b, Saved):
        return compare_saved(a, b, o, rule)
    if not (isinstance(a, Executable) and isinstance(b, Executable)):
        raise BadInput("A and B must be of one kind: two executables or two JSON files")
    pairs = Pairs(a, b, o.clock, ["--threads", str(o.threads)] if o.threads else [], o.min_time)
    return judge.judge(pairs.names(o.filter), pairs.blocks, rule, talk)


def table(verdicts, rule):
    width = max(len(v.name) for v in verdicts)
    lines = [f"{'case':{width}}  {'time of B':>9}  {'95 % interval':>18}  {'p (Holm)':>8}  {'blocks':>6}  verdict"]
    for v in verdicts:
        looks = [(v.effect, v.p, v.words)] if not v.confirmed else [(v.effect, v.p, "suspicious; fresh pairs:"), (v.confirmed, v.confirmed_p, v.words)]
        for i, (e, p, words) in enumerate(looks):
            lines.append(f"{v.name if i == 0 else '':{width}}  {100 * e.slowdown:+8.2f}%  {100 * e.low:+8.2f}..{100 * e.high:+7.2f}%  {p:8.2g}  {e.count:6d}  {words}")
    losses = sum(v.loss for v in verdicts)
    lines.append(f"{losses} of {len(verdicts)} slower by {100 * rule.least:g} % or more at p < {rule.significance:g}" if losses else f"no loss of {100 * rule.least:g} % or more")
    return "\n".join(lines)


def as_json(verdicts, rule):
    cases = [{**dataclasses.asdict(v), "verdict": v.words} for v in verdicts]
    return json.dumps({"rule": dataclasses.asdict(rule), "losses": sum(v.loss for v in verdicts), "cases": cases}, indent=1)


def main(words=None):
    try:
        o = checked(words)
        rule = judge.Rule(least=o.least / 100, significance=o.significance, blocks=o.blocks)
        talk = (lambda line: print(line, file=sys.stderr)) if sys.stderr.isatty() else (lambda line: None)
        verdicts = compare(o, rule, talk)
    except (BadInput, Failed) as e:
        print(f"riser bench compare: {e}", file=sys.stderr)
        return e.code
    print(as_json(verdicts, rule) if o.json else table(verdicts, rule))
    return 1 if any(v.loss for v in verdicts) else 0
