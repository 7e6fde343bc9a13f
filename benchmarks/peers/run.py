#!/usr/bin/env python3
"""Riser against what a user would pick instead, on the same work and one core (and on the GPU, where there is one): prints a table with ratios
and writes it as JSON. What is not here is not measured, and the table says so.

    benchmarks/peers/run.py                  everything that is present: NumPy, JAX, CuPy, OpenFOAM's driftFluxFoam
    benchmarks/peers/run.py --install        first gets OpenFOAM by apt (about 1 GB; needs root)
    benchmarks/peers/run.py --only arrays    or openfoam
    benchmarks/peers/run.py --quick          small grids of OpenFOAM: under a minute instead of about ten
Needs a python3 with NumPy. RISER_BINARY names the program; else the newest build of this tree is taken.
"""
import argparse
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from peers import lab, table  # noqa: E402


def words():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("arrays", "openfoam"))
    parser.add_argument("--libraries", default="numpy,jax,cupy")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--results", default=str(lab.ROOT / "benchmarks" / "results"))
    return parser.parse_args()


def install():
    subprocess.run(["apt-get", "update"], check=True)
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "openfoam"], check=True)


def main():
    chosen = words()
    if lab.binary() is None:
        sys.exit("no riser: build it first, or set RISER_BINARY")
    if chosen.install:
        install()
    lab.hold_one_core(chosen.core)  # before a library of arrays counts the cores
    try:
        from peers import arrays
        from peers.openfoam import compare
    except ImportError as missing:
        sys.exit(f"{missing}: this needs NumPy, Debian's python3-numpy or a virtual environment's; JAX and CuPy if wanted")
    context, rows, ladders = lab.context(), [], {}
    if chosen.only != "openfoam":
        rows += arrays.compare(tuple(chosen.libraries.split(",")))
    if chosen.only != "arrays":
        lines, ladders = compare.compare(chosen.quick)
        rows += lines
    print(table.text(rows))
    print(table.write(chosen.results, context, rows, ladders), file=sys.stderr)


if __name__ == "__main__":
    main()
