"""Runs a generated case and reads back its fraction and its time in the loop over steps."""
import os
import pathlib
import re
import shutil
import subprocess

DEBIAN = "/usr/share/openfoam"  # where Debian's package keeps what OpenFOAM looks for in WM_PROJECT_DIR


def found():
    return bool(shutil.which("driftFluxFoam") and shutil.which("blockMesh"))


def version():
    words = subprocess.run(["driftFluxFoam", "-help"], capture_output=True, text=True, env=environment()).stdout
    match = re.search(r"OpenFOAM-(\S+)|Using: (?:OpenFOAM\S*) \(?(\S+?)\)?[ \n]", words)
    return "OpenFOAM " + next((g for g in match.groups() if g), "?") if match else "OpenFOAM"


def environment():
    known = dict(os.environ, FOAM_SIGFPE="false")
    if "WM_PROJECT_DIR" not in known and os.path.isdir(DEBIAN):
        known["WM_PROJECT_DIR"] = DEBIAN
    return known


def solver_time(log):
    """(steps, seconds) between the first and the last time that the log of driftFluxFoam tells."""
    times = [float(t) for t in re.findall(r"^ExecutionTime = (\S+) s", log, re.M)]
    if len(times) < 2 or not re.search(r"^End", log, re.M):
        raise RuntimeError("driftFluxFoam did not reach its end: " + log[-400:])
    return len(times) - 1, times[-1] - times[0]


def field_values(text):
    """The inner values of a written field."""
    match = re.search(r"internalField\s+nonuniform List<scalar>\s*\d+\s*\((.*?)\)", text, re.S)
    if not match:
        raise RuntimeError("no inner values in the field")
    return [float(word) for word in match.group(1).split()]


def latest(folder):
    """The folder of the last time that was written: its name may miss the time by the steps' round-off."""
    return max((path for path in pathlib.Path(folder).iterdir() if re.fullmatch(r"[0-9.]+(e[-+]?\d+)?", path.name)), key=lambda path: float(path.name))


def run(folder, end, limit=900):
    """{"steps", "seconds", "fraction"} of a case; the mesh is made first, untimed."""
    for program, log in (("blockMesh", "log.mesh"), ("driftFluxFoam", "log.run")):
        path = pathlib.Path(folder) / log
        with open(path, "w") as out:
            done = subprocess.run([program, "-case", str(folder)], stdout=out, stderr=subprocess.STDOUT, env=environment(), timeout=limit)
        if done.returncode != 0:
            raise RuntimeError(f"{program} ended with {done.returncode}: {path.read_text()[-400:]}")
    steps, seconds = solver_time((pathlib.Path(folder) / "log.run").read_text())
    last = latest(folder)
    if abs(float(last.name) - end) > 1e-6 * end:
        raise RuntimeError(f"driftFluxFoam wrote {last.name} s instead of {end:g} s")
    fraction = field_values((last / "alpha.solid").read_text())
    return {"steps": steps, "seconds": seconds, "fraction": fraction}
