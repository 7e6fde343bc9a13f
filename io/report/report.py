#!/usr/bin/env python3
"""Pictures and one offline page of a run, a sizing or a sampled sweep: report.py FILE.h5 [--quiet] writes report/ beside it."""
import argparse
import json
import pathlib
import sys

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

import axisymmetric  # noqa: E402
from laws import in_force  # noqa: E402
from own_files import Folder  # noqa: E402
from page import assumed_lines, case_table, document, flatten, picture, png_of, shown, table, text, verification, write_pdf  # noqa: E402
from plots import COLOURS, classes_of, height_axis, texts, space_time_map, thin, time_axis  # noqa: E402
from size_page import write_size_report  # noqa: E402
from sweep_page import write_sweep_report  # noqa: E402
from words import translator  # noqa: E402
from waves import draw_hold_time, draw_stations, draw_waves  # noqa: E402


def draw_map(file):
    if not classes_of(file) or not len(file["time"]):
        return None
    total = np.stack([row.sum(axis=0) for row in file["concentration"]])  # one snapshot in memory at a time
    total, faces = thin(total, file["s_face"][()])
    time, unit = time_axis(file["time"][()])
    return space_time_map(file, total, faces, time, f"time [{unit}]", "In-situ concentration, all classes", "volume fraction of solids [-]",
                          cmap="cividis", vmin=0, vmax=max(total.max(), 1e-9))


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
        if f"envelope/{name}_limit" in file and file[f"envelope/{name}_limit"][()].max() > 0:
            axes.plot(np.maximum(file[f"envelope/{name}_limit"][()], 0) * bar, s, color=colour, ls="-.", lw=1.4, label=f"{name} limit")
    axes.set_xlabel("absolute pressure inside [bar]")
    over.set_xlabel("pressure inside less the sea's outside [bar]")
    height_axis(axes, file)
    height_axis(over, file)
    over.set_ylabel("")
    figure.suptitle("Pressure along the pipe")
    axes.legend(loc="best", fontsize=9)
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


def pictures_of(file):
    """What is drawn and its captions, by the model."""
    return (axisymmetric.PICTURES, axisymmetric.CAPTIONS) if file.attrs.get("model") == "axisymmetric" else (PICTURES, CAPTIONS)


def page(file, summary, pictures, language):
    tr = translator(language)
    captions = pictures_of(file)[1]
    attributes = {key: str(value) for key, value in file.attrs.items()}
    title = attributes.get("title") or attributes.get("name", "run")
    other = "<a href=index.ja.html>日本語</a>" if language == "en" else "<a href=index.html>English</a>"
    parts = [f"<nav>{other}</nav><h1>{text(title)}</h1><p>{text(attributes.get('name', ''))}</p>"]
    parts += [f"<div class=warning>{text(w)}</div>" for w in summary.get("warnings", [])]
    parts += [picture(png, tr(captions[name])) for name, png in pictures.items()]
    rows = [(key, shown(value)) for key, value in flatten(summary) if not key.startswith(("warnings", "files"))]
    parts.append(f"<h2>{tr('Summary')}</h2>" + (table(rows) if rows else f"<p>{tr('The run has no summary yet.')}</p>"))
    parts.append(f"<h2>{tr('Equations and references in force')}</h2>" + table(in_force(attributes.get("resolved_yaml", ""))))
    parts.append(f"<h2>{tr('Verification')}</h2><p>{tr('No lifting experiment with public tables has been reproduced yet.')}</p>" + verification(tr))
    source = attributes.get("source_yaml", "")
    parts.append(f"<h2>{tr('Inputs as read')}</h2><p>{tr('assumed')}: {len(assumed_lines(source))}</p>" + case_table(source, tr))
    provenance = [(key, attributes.get(key, "")) for key in ("model" if captions is axisymmetric.CAPTIONS else "pressure_model", "device", "riser_version", "commit", "compiler", "changed")]
    parts.append(f"<h2>{tr('Provenance')}</h2>" + table(provenance))
    return document(title, language, parts)


def write_report(snapshots, pdf=False):
    beside = snapshots.parent / "summary.json"
    summary = json.loads(beside.read_text()) if beside.exists() else {}
    drawn = {}
    with h5py.File(snapshots, "r") as file, Folder(snapshots.parent) as above, above.folder("report") as folder:
        for name, draw in pictures_of(file)[0].items():
            figure = draw(file)
            if figure is None:
                continue
            drawn[name] = png_of(figure)
            plt.close(figure)
            folder.write(f"{name}.png", drawn[name])
        for language, name in (("en", "index"), ("ja", "index.ja")):
            words = page(file, summary, drawn, language)
            folder.write(f"{name}.html", words)
            if pdf:
                write_pdf(words, folder, f"{name}.pdf")
    return snapshots.parent / "report" / "index.html"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshots", type=pathlib.Path)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--pdf", action="store_true", help="of a run as well; a sizing and a sweep have it always")
    words = parser.parse_args()
    try:
        other = {"size.h5": write_size_report, "sweep.h5": write_sweep_report}.get(words.snapshots.name)
        made = other(words.snapshots) if other else write_report(words.snapshots, words.pdf)
    except (OSError, KeyError, ValueError) as error:
        sys.exit(f"report: {words.snapshots}: {error}")
    if not words.quiet:
        print(made)


if __name__ == "__main__":
    main()
