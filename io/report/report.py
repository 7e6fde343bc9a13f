#!/usr/bin/env python3
"""Pictures and one offline page of a run: report.py RUN/snapshots.h5 [--quiet] writes RUN/report/."""
import argparse
import html
import json
import pathlib
import re
import sys

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

# Okabe and Ito's colours: told apart by people who are colour-blind.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
plt.rcParams.update({
    "axes.prop_cycle": plt.cycler(color=COLOURS), "figure.dpi": 130, "font.size": 11, "axes.grid": True, "grid.alpha": 0.25,
    "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False, "figure.constrained_layout.use": True})


def texts(dataset):
    return [t.decode() if isinstance(t, bytes) else str(t) for t in dataset[()]]


def time_axis(seconds):
    """Values and the unit people would use for a run of this length."""
    longest = seconds[-1] if len(seconds) else 0
    scale, unit = (3600, "h") if longest >= 7200 else (60, "min") if longest >= 180 else (1, "s")
    return seconds / scale, unit


def classes_of(file):
    return texts(file["class"]) if "class" in file else []


def height_axis(axes, file):
    axes.set_ylabel("distance along the pipe from the inlet [m]")
    axes.set_ylim(file["s_face"][0], file["s_face"][-1])
    pumps = file["series/pump_position"][()] if "series/pump_position" in file else []
    for number, position in enumerate(pumps):
        axes.axhline(position, color="grey", lw=0.8, ls=":", zorder=0.5, label=None if number else "pumps")


def edges(centres):
    """Edges of the map's columns: half-way between snapshots."""
    if len(centres) < 2:
        return np.array([centres[0] - 0.5, centres[0] + 0.5])
    middle = 0.5 * (centres[1:] + centres[:-1])
    return np.concatenate([[centres[0]], middle, [centres[-1]]])


def thin(values, faces, most=2000):
    """Block means along the pipe: a picture has no room for 10^5 cells."""
    step = -(-values.shape[-1] // most)
    if step == 1:
        return values, faces
    starts = np.arange(0, values.shape[-1], step)
    counts = np.diff(np.append(starts, values.shape[-1]))
    return np.add.reduceat(values, starts, axis=-1) / counts, np.append(faces[starts], faces[-1])


def draw_map(file):
    if not classes_of(file) or not len(file["time"]):
        return None
    total = np.stack([row.sum(axis=0) for row in file["concentration"]])  # one snapshot in memory at a time
    total, faces = thin(total, file["s_face"][()])
    time, unit = time_axis(file["time"][()])
    figure, axes = plt.subplots(figsize=(9, 5.5))
    axes.grid(False)
    mesh = axes.pcolormesh(edges(time), faces, total.T, cmap="cividis", vmin=0, vmax=max(total.max(), 1e-9), rasterized=True)
    axes.set_xlabel(f"time [{unit}]")
    height_axis(axes, file)
    axes.set_title("In-situ concentration, all classes")
    figure.colorbar(mesh, ax=axes, label="volume fraction of solids [-]")
    return figure


def draw_pressure(file):
    """Absolute pressure against the limits, and what is left of it over the sea outside."""
    figure, (axes, over) = plt.subplots(1, 2, figsize=(11, 6.5), sharey=True)
    s, bar, sea = file["s"][()], 1e-5, file["sea_pressure"][()]
    if "envelope" in file:
        low, high = file["envelope/minimum_pressure"][()], file["envelope/maximum_pressure"][()]
        for panel, outside in ((axes, 0), (over, sea)):
            panel.fill_betweenx(s, (low - outside) * bar, (high - outside) * bar, color=COLOURS[5], alpha=0.35, lw=0,
                                label="lowest to highest of any step")
    if len(file["time"]):
        middle = len(file["time"]) // 2
        for row, name, style in ((middle, f"at {file['time'][middle] / 60:.0f} min", "-"), (-1, "last", "--")):
            axes.plot(file["pressure"][row] * bar, s, color=COLOURS[0], lw=1.6, ls=style, label=name)
            over.plot((file["pressure"][row] - sea) * bar, s, color=COLOURS[0], lw=1.6, ls=style, label=name)
    axes.plot(sea * bar, s, color=COLOURS[6], ls=":", lw=1.2, label="sea outside")
    over.axvline(0, color=COLOURS[6], ls=":", lw=1.2)
    for name, colour in (("burst", COLOURS[1]), ("collapse", COLOURS[3])):
        if f"{name}_limit" in file and file[f"{name}_limit"][()].max() > 0:
            axes.plot(np.maximum(file[f"{name}_limit"][()], 0) * bar, s, color=colour, ls="-.", lw=1.4, label=f"{name} limit")
    axes.set_xlabel("absolute pressure inside [bar]")
    over.set_xlabel("pressure inside less the sea's outside [bar]")
    height_axis(axes, file)
    height_axis(over, file)
    over.set_ylabel("")
    figure.suptitle("Pressure along the pipe")
    axes.legend(loc="best", fontsize=9)
    return figure


def waves_window(time):
    """The first stretch of densely recorded snapshots: where waves were resolved. None where there is none."""
    if len(time) < 20:
        return None
    steps = np.diff(time)
    dense = steps < 0.25 * np.median(np.unique(np.round(steps, 6)))
    if not dense.any():
        return slice(0, len(time)) if steps.max() < 5 else None
    first = int(np.argmax(dense))
    rest = np.flatnonzero(~dense[first:])
    return slice(first, first + (int(rest[0]) if len(rest) else len(dense) - first) + 1)


def draw_waves(file):
    """How far the pressure is from where it was before the waves, along the pipe and in time."""
    time = file["time"][()]
    window = waves_window(time)
    if file.attrs.get("pressure_model") != "elastic" or window is None:
        return None
    pressure, faces = thin(file["pressure"][window], file["s_face"][()])
    change = (pressure - pressure[0]) * 1e-5
    figure, axes = plt.subplots(figsize=(9, 5.5))
    axes.grid(False)
    most = max(np.abs(change).max(), 1e-9)
    mesh = axes.pcolormesh(edges(time[window] - time[window][0]), faces, change.T, cmap="RdBu_r", vmin=-most, vmax=most, rasterized=True)
    axes.set_xlabel(f"time after {time[window][0]:.0f} s [s]")
    height_axis(axes, file)
    axes.set_title("Pressure waves")
    figure.colorbar(mesh, ax=axes, label="pressure less that before [bar]")
    return figure


def draw_stations(file):
    """Speed and flow of the pumps, probes and vapour around the waves."""
    window = waves_window(file["time"][()])
    if file.attrs.get("pressure_model") != "elastic" or window is None:
        return None
    series, edge = file["series"], file["time"][window]
    time = series["time"][()]
    inside = (time >= edge[0]) & (time <= edge[-1])
    pumps = texts(series["pump"]) if "pump" in series else []
    panels = [("flow_rate", "outlet flow\n[m³/h]", 3600)] + [("pump_speed", "speed\n[rpm]", 60 / (2 * np.pi)), ("pump_flow", "pump flow\n[m³/h]", 3600)] * bool(pumps)
    panels += [("probe_pressure", "pressure\n[bar]", 1e-5)] * ("probe" in series) + [("cavity_volume", "vapour\n[m³]", 1)]
    figure, rows = plt.subplots(len(panels), 1, figsize=(9, 1.9 * len(panels)), sharex=True)
    for axes, (name, words, scale) in zip(rows, panels):
        values = series[name][inside] * scale
        labels = pumps if name.startswith("pump") else [f"{p:.0f} m" for p in series["probe"][()]] if name.startswith("probe") else [None]
        for k, label in enumerate(labels):
            axes.plot(time[inside] - edge[0], values[:, k] if values.ndim > 1 else values, lw=1.3, color=COLOURS[k % 7], label=label)
        axes.set_ylabel(words, fontsize=9)
        if labels[0]:
            axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1.01, 0.5))
    rows[-1].set_xlabel(f"time after {edge[0]:.0f} s [s]")
    rows[0].set_title("Stations and probes while waves run")
    return figure


def draw_hold_time(file):
    """What comes back after the pumps were off for a while; from the summary's study."""
    beside = pathlib.Path(file.filename).parent / "summary.json"
    study = json.loads(beside.read_text()).get("hold_time") if beside.exists() else None
    if not study:
        return None
    curve = study["curve"]
    minutes = np.array([row["off_s"] for row in curve]) / 60
    figure, (flow, bed) = plt.subplots(2, 1, figsize=(8, 6), sharex=True)
    good = np.array([row["good"] for row in curve])
    back = 100 * np.array([row["flow_recovered"] for row in curve])
    flow.plot(minutes, back, color="grey", lw=1, zorder=1)
    flow.scatter(minutes[good], back[good], color=COLOURS[2], label="restarted", zorder=2)
    flow.scatter(minutes[~good], back[~good], color=COLOURS[1], marker="x", label="not restarted", zorder=2)
    bed.plot(minutes, 1e-5 * np.array([row["bed_threshold_Pa"] for row in curve]), "o-", lw=1, ms=4)
    for axes in (flow, bed):
        if study["limit_s"]:
            axes.axvspan(study["longest_s"] / 60, study["limit_s"] / 60, color=COLOURS[1], alpha=0.3, lw=0)
    flow.set_ylabel("flow after the restart [% of before]")
    flow.set_title("How long may the pumps be off")
    flow.legend()
    bed.set_ylabel("packed beds hold against [bar]")
    bed.set_xlabel("pumps off [min]" + (f"; beyond: {study['reason']}" if study["reason"] else ""), fontsize=9)
    return figure


def draw_flow(file):
    series = file["series"]
    time, unit = time_axis(series["time"][()])
    pumps = texts(series["pump"]) if "pump" in series else []
    figure, panels = plt.subplots(1 + bool(pumps), 1, figsize=(9, 3.2 + 2.6 * bool(pumps)), sharex=True, squeeze=False)
    panels = panels[:, 0]
    panels[0].plot(time, series["flow_rate"][()] * 3600, lw=1.6)
    panels[0].set_ylabel("slurry flow [m³/h]")
    panels[0].set_title("Flow at the outlet" + (" and shaft power" if pumps else ""))
    if pumps:
        for k, name in enumerate(pumps):
            panels[1].plot(time, series["pump_power"][:, k] / 1e3, lw=1.6, ls=["-", "--", "-."][k // 7 % 3], label=name)
        panels[1].set_ylabel("shaft power [kW]")
        panels[1].legend(ncols=max(1, len(pumps) // 4))
    panels[-1].set_xlabel(f"time [{unit}]")
    return figure


def draw_delivered(file):
    names = classes_of(file)
    if not names:
        return None
    series = file["series"]
    time, unit = time_axis(series["time"][()])
    figure, panels = plt.subplots(2, 1, figsize=(9, 6), sharex=True)
    for k, name in enumerate(names):
        panels[0].plot(time, series["in_situ_concentration"][:, k], color=COLOURS[k % 7], lw=1.6, label=f"{name}, in situ")
        panels[0].plot(time, series["delivered_concentration"][:, k], color=COLOURS[k % 7], lw=1.6, ls="--", label=f"{name}, delivered")
        rate = file["class_density"][k] * 3.6  # m3/s to t/h
        panels[1].plot(time, series["delivered_rate"][:, k] * rate, color=COLOURS[k % 7], lw=1.6, label=f"{name}, delivered")
        panels[1].plot(time, series["feed_rate"][:, k] * rate, color=COLOURS[k % 7], lw=1.2, ls=":", label=f"{name}, fed")
    panels[0].set_ylabel("volume fraction [-]")
    panels[0].set_title("In-situ concentration (pipe average) against delivered")
    panels[1].set_ylabel("dry solids [t/h]")
    panels[1].set_xlabel(f"time [{unit}]")
    for axes in panels:
        axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=9)
    return figure


def draw_temperature(file):
    if not len(file["time"]):
        return None
    figure, axes = plt.subplots(figsize=(7.5, 6.5))
    s = file["s"][()]
    axes.plot(file["temperature"][-1], s, lw=2, label="slurry, last")
    axes.plot(file["wall_temperature"][-1], s, lw=1.4, label="pipe wall, last")
    axes.plot(file["temperature"][0], s, lw=1.2, ls=":", label="slurry, first")
    axes.plot(file["sea_temperature"][()], s, color=COLOURS[6], ls="--", lw=1.2, label="sea outside")
    axes.set_xlabel("temperature [°C]")
    height_axis(axes, file)
    axes.set_title("Temperature along the pipe")
    axes.legend()
    return figure


PICTURES = {"concentration": draw_map, "pressure": draw_pressure, "hold_time": draw_hold_time, "waves": draw_waves, "stations": draw_stations, "flow": draw_flow, "delivered": draw_delivered, "temperature": draw_temperature}
CAPTIONS = {"concentration": "Where the solids are, in time.", "pressure": "Pressure along the pipe against the sea and the pipe's limits.",
            "hold_time": "How long the pumps may be off.", "waves": "Pressure waves along the pipe.", "stations": "Pumps, probes and vapour while waves run.",
            "flow": "Flow and power in time.", "delivered": "What is in the pipe against what comes out.",
            "temperature": "Temperature along the pipe."}


def flatten(value, prefix=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flatten(inner, f"{prefix}{key}.")
    elif isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value):
        for number, inner in enumerate(value):
            yield from flatten(inner, f"{prefix}{number}.")
    elif not isinstance(value, list):
        yield prefix[:-1], value


def shown(value):
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.5g}" if isinstance(value, float) else str(value)


def assumed_lines(source):
    return [(number, line.strip()) for number, line in enumerate(source.splitlines(), 1) if re.search("assumed", line, re.I)]


STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{margin-bottom:0}h2{margin-top:2.2rem;border-bottom:1px solid #ddd}figure{margin:1.2rem 0}img{max-width:100%}figcaption{color:#555}
table{border-collapse:collapse}td,th{padding:.2rem .9rem .2rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #eee}
td:last-child{font-variant-numeric:tabular-nums}pre{background:#f6f6f6;padding:1rem;overflow:auto;font-size:13px}
.warning{background:#fff3e0;border-left:4px solid #D55E00;padding:.5rem 1rem;margin:.5rem 0}"""


def table(rows):
    return "<table>" + "".join(f"<tr><td>{html.escape(str(a))}</td><td>{html.escape(str(b))}</td></tr>" for a, b in rows) + "</table>"


def page(file, summary, pictures):
    attributes = {key: str(value) for key, value in file.attrs.items()}
    title = html.escape(attributes.get("title") or attributes.get("name", "run"))
    parts = [f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>{title}</title>",
             f"<style>{STYLE}</style><h1>{title}</h1><p>{html.escape(attributes.get('name', ''))}</p>"]
    parts += [f"<div class=warning>{html.escape(str(w))}</div>" for w in summary.get("warnings", [])]
    parts += [f"<figure><img src='{name}.png' alt='{CAPTIONS[name]}'><figcaption>{CAPTIONS[name]}</figcaption></figure>" for name in pictures]
    rows = [(key, shown(value)) for key, value in flatten(summary) if not key.startswith(("warnings", "files"))]
    parts.append("<h2>Summary</h2>" + (table(rows) if rows else "<p>The run has no summary yet.</p>"))
    source = attributes.get("source_yaml", "")
    assumed = assumed_lines(source)
    parts.append("<h2>Assumed values</h2>" + (table([(f"line {n}", line) for n, line in assumed]) if assumed
                                              else "<p>No line of the case is marked as assumed.</p>"))
    provenance = [(key, attributes.get(key, "")) for key in ("pressure_model", "device", "riser_version", "commit", "compiler")]
    parts.append("<h2>Provenance</h2>" + table(provenance))
    parts.append(f"<details><summary>The case</summary><pre>{html.escape(source)}</pre></details></html>\n")
    return "\n".join(parts)


def write_report(snapshots):
    folder = snapshots.parent / "report"
    folder.mkdir(exist_ok=True)
    beside = snapshots.parent / "summary.json"
    summary = json.loads(beside.read_text()) if beside.exists() else {}
    drawn = []
    with h5py.File(snapshots, "r") as file:
        for name, draw in PICTURES.items():
            figure = draw(file)
            if figure is None:
                continue
            figure.savefig(folder / f"{name}.png")
            plt.close(figure)
            drawn.append(name)
        (folder / "index.html").write_text(page(file, summary, drawn), encoding="utf-8")
    return folder / "index.html"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshots", type=pathlib.Path)
    parser.add_argument("--quiet", action="store_true")
    words = parser.parse_args()
    try:
        made = write_report(words.snapshots)
    except (OSError, KeyError, ValueError) as error:
        sys.exit(f"report: {words.snapshots}: {error}")
    if not words.quiet:
        print(made)


if __name__ == "__main__":
    main()
