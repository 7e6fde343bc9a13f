"""Pictures of pressure waves, of the machines while they run, and of a hold-time study."""
import json
import pathlib

import matplotlib.pyplot as plt
import numpy as np

from plots import COLOURS, space_time_map, texts, thin


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
    most, start = max(np.abs(change).max(), 1e-9), time[window][0]
    return space_time_map(file, change, faces, time[window] - start, f"time after {start:.0f} s [s]", "Pressure waves", "pressure less that before [bar]",
                          cmap="RdBu_r", vmin=-most, vmax=most)


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
    bed.plot(minutes, 1e-5 * np.array([row["restart_pressure_Pa"] for row in curve]), "o-", lw=1, ms=4)
    for axes in (flow, bed):
        if study["limit_s"]:
            axes.axvspan(study["longest_s"] / 60, study["limit_s"] / 60, color=COLOURS[1], alpha=0.3, lw=0)
    flow.set_ylabel("flow after the restart [% of before]")
    flow.set_title("How long may the pumps be off")
    flow.legend()
    bed.set_ylabel("beds and gel hold against [bar]")
    bed.set_xlabel("pumps off [min]" + (f"; beyond: {study['reason']}" if study["reason"] else ""), fontsize=9)
    return figure
