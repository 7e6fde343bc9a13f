"""Measured lifting of one size of grains against the program: a run for each row of each table benchmarks/data/lifting_*.csv,
or of the one named by --table. benchmarks/data/README.md says the columns. No table, no result."""
import numpy as np

from verify.lab import ROOT, Result, read_table

FAULTS = {}

GRAVITY = 9.80665  # [m/s2]
PASS = 0.2         # [-], rms of the relative difference
NEEDED = ("bore", "length", "roughness", "grain_diameter", "grain_density", "liquid_density", "liquid_viscosity", "flow_rate",
          "delivered_concentration", "in_situ_concentration", "pressure_gradient")


def read(path):
    """Rows of the table as dictionaries, the columns that may be left out filled in."""
    columns = read_table(path)
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise ValueError(f"{path}: no column {', '.join(missing)}; benchmarks/data/README.md says them all")
    count = len(columns["bore"])
    columns.setdefault("inclination", np.zeros(count))
    columns.setdefault("terminal_velocity", np.full(count, np.nan))
    return [{name: float(values[i]) for name, values in columns.items()} for i in range(count)]


def settings(row):
    velocity = row["flow_rate"] / (np.pi / 4 * row["bore"]**2)
    law = "{law: ferguson_church, c2: 1}"
    if np.isfinite(row["terminal_velocity"]):
        law = f"{{law: fixed, value: {row['terminal_velocity']} m/s}}"
    end = max(8 * row["length"] / velocity, 1.0)
    return {"pipe.segments[0].length": f"{row['length']} m", "pipe.segments[0].bore": f"{row['bore']} m",
            "pipe.segments[0].roughness": f"{row['roughness']} m", "pipe.segments[0].inclination": f"{row['inclination']} deg",
            "pipe.inlet_depth": f"{row['length']} m", "grid.cell_length": f"{row['length'] / 20} m",
            "solids[0].diameter": f"{row['grain_diameter']} m", "solids[0].density": f"{row['grain_density']} kg/m3",
            "solids[0].terminal_velocity": law, "liquid.density": f"{row['liquid_density']} kg/m3",
            "liquid.viscosity": f"{row['liquid_viscosity']} Pa.s", "inlet.value": f"{row['flow_rate']} m3/s",
            "feeds[0].volume_rate": f"{row['flow_rate'] * row['delivered_concentration']} m3/s",
            "time.end": f"{end} s", "output.snapshot_interval": f"{end} s"}


def computed(lab, row):
    """In-situ concentration [-] at mid-pipe and the pressure gradient [Pa/m] at the end of the run."""
    out = lab.run("lifting", **settings(row))
    s, pressure = out["s"], out["pressure"][-1]
    return out["concentration"][-1][0][len(s) // 2], (pressure[0] - pressure[-1]) / (s[-1] - s[0])


def excess(gradient, row):
    return gradient - row["liquid_density"] * GRAVITY * np.cos(np.radians(row["inclination"]))


def run(lab, picture):
    results = []
    for path in [lab.table] if lab.table else sorted((ROOT / "benchmarks" / "data").glob("lifting_*.csv")):
        rows = read(path)
        found = [computed(lab, row) for row in rows]
        pairs = {"in-situ": [(phi, row["in_situ_concentration"]) for (phi, _), row in zip(found, rows)],
                 "gradient": [(excess(gradient, row), excess(row["pressure_gradient"], row)) for (_, gradient), row in zip(found, rows)]}
        for name, values in pairs.items():
            here = np.array([(ours, theirs) for ours, theirs in values if np.isfinite(theirs)])
            if not len(here):
                continue
            error = np.sqrt(np.mean((here[:, 0] / here[:, 1] - 1) ** 2))
            stem = str(getattr(path, "stem", path)).split("/")[-1].removesuffix(".csv").removeprefix("lifting_")
            results.append(Result(f"lifting/{stem}/{name}", len(here), error, PASS, what="rms of the relative difference to the measurement"))
            if picture:
                picture(f"{stem}_{name}", lambda axes: draw(axes, name, here))
    return results


def draw(axes, name, pairs):
    axes.plot(pairs[:, 1], pairs[:, 0], "C0o", markersize=5)
    ends = [pairs.min(), pairs.max()]
    axes.plot(ends, ends, "k", linewidth=1)
    axes.set(xlabel="measured", ylabel="computed", title={"in-situ": "In-situ concentration [-]", "gradient": "Pressure gradient less the liquid's weight [Pa/m]"}[name])
