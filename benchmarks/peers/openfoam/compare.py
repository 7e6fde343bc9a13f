"""Riser against driftFluxFoam: cell-steps a second on the same grids, and the time each takes to an equal error of fronts, on one core."""
import dataclasses
import sys
import tempfile

from peers import cases, fronts, lab
from peers.openfoam import drive, generate
from peers.table import row

FRONTS = {"jump": 0.0, "60 s rise": 60.0}  # [s] of the feed from one concentration to the other
RISER_CELLS, RISER_COURANT = (30, 60, 125, 250, 500, 1000, 2000, 4000), (0.8, 0.4)
FOAM_CELLS = {"explicit": (250, 500, 1000, 2000), "tutorial": (500, 1000, 2000)}  # 4000 would take minutes each
FOAM_COURANT = 0.5
QUICK = {"riser": (60, 125, 250, 500), "explicit": (125, 250), "tutorial": (125, 250)}


def riser_rows(case, cells, courant):
    """Wall time of whole runs, start and files included; best of five, for short ones are easily disturbed."""
    rows = []
    for n in cells:
        summary, fields = lab.riser_run(cases.front_yaml(case, n, courant), repeats=5)
        rows.append({"cells": n, "courant": courant, "steps": summary["steps"], "seconds": summary["wall_time_s"],
                     "error": fronts.error(case, fronts.riser_flux(case), fields["concentration"][0])})
    return rows


def foam_rows(case, cells, mules):
    """Processor time of the loop over steps alone."""
    rows = []
    for n in cells:
        with tempfile.TemporaryDirectory(prefix="riser_peers_") as folder:
            generate.generate(case, folder, n, FOAM_COURANT, mules)
            found = drive.run(folder, case.end)
        rows.append({"cells": n, "courant": FOAM_COURANT, "steps": found["steps"], "seconds": found["seconds"],
                     "error": fronts.error(case, generate.flux_of(case), found["fraction"])})
        print(f"driftFluxFoam, {mules}, {n} cells: {found['seconds']:.3g} s, error {rows[-1]['error']:.2%}", file=sys.stderr, flush=True)
    return rows


def equal_error(riser_families, foam):
    """At every error that driftFluxFoam reached: the time Riser takes to it, on its faster family of grids, and the ratio."""
    rows = []
    for at in foam:
        seconds, note = min(fronts.time_at_error(family, at["error"]) for family in riser_families)
        rows.append({"error": at["error"], "foam_cells": at["cells"], "foam_seconds": at["seconds"], "riser_seconds": seconds,
                     "ratio": at["seconds"] / seconds, "note": note})
    return rows


def rate(at):
    return at["cells"] * at["steps"] / at["seconds"]


def rate_lines(riser, foam, mules):
    """Rows of the table: the same number of cells."""
    by_cells = {at["cells"]: at for at in riser}
    return [row(f"fronts, 1 class, {at['cells']} cells", f"driftFluxFoam, {mules}", "1 core", rate(at), rate(by_cells[at["cells"]]))
            for at in foam if at["cells"] in by_cells]


def error_lines(equal, name, mules):
    return [row(f"fronts ({name}) to an error of {at['error']:.2%}", f"driftFluxFoam, {mules}, {at['foam_cells']} cells", "1 core", at["foam_seconds"],
                at["riser_seconds"], "s", note=at["note"]) for at in equal]


def missing_lines(why):
    return [row(work, "driftFluxFoam", "1 core", quantity=quantity, missing=why)
            for work, quantity in (("fronts, 1 class", "cell-steps/s"), ("fronts to an equal error", "s"))]


def compare(quick=False):
    """(rows of the table, all that was measured)."""
    if not drive.found():
        return missing_lines("no OpenFOAM"), {}
    lines, ladders = [], {"version": drive.version()}
    for name, rise in FRONTS.items():
        case = dataclasses.replace(cases.FrontCase(), rise=rise)
        families = [riser_rows(case, QUICK["riser"] if quick else RISER_CELLS, courant) for courant in RISER_COURANT]
        ladder = ladders[name] = {"riser": families}
        for mules in FOAM_CELLS:
            foam = ladder[mules] = foam_rows(case, QUICK[mules] if quick else FOAM_CELLS[mules], mules)
            equal = ladder[mules + "_equal_error"] = equal_error(families, foam)
            if name == "jump":
                lines += rate_lines(families[0], foam, mules)
            lines += error_lines(equal, name, mules)
    return lines, ladders
