"""Pictures of a sizing, from its size.h5 and size.json."""
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from plots import COLOURS, texts

REGIONS = {"burst": "#b35806", "collapse": "#7f3b08", "tension": "#8c510a", "cavity": "#5e4fa2", "npsh": "#9e9ac8", "transport": "#969696", "concentration": "#525252",
           "velocity": "#e08214", "bore_over_grain": "#cccccc", "station_head": "#fdb863", "pump": "#fee0b6", "stability": "#d6604d", "power": "#f4a582"}
OUTCOMES = {"safe": "#a6dba0", "plug": "#525252", "cavity": "#5e4fa2", "burst": "#b35806", "collapse": "#7f3b08", "npsh": "#9e9ac8", "restart": "#d6604d", "diverged": "#000000"}


def edges(values):
    """Ends of the cells around values that increase."""
    if len(values) == 1:
        return np.array([values[0] * 0.95, values[0] * 1.05])
    middle = 0.5 * (values[1:] + values[:-1])
    return np.concatenate([[2 * values[0] - middle[0]], middle, [2 * values[-1] - middle[-1]]])


def map_axes(tr):
    figure, axes = plt.subplots(figsize=(9.5, 5.6))
    axes.grid(False)
    axes.set_xlabel(tr("bore [mm]"))
    axes.set_ylabel(tr("delivered concentration [%]"))
    return figure, axes


def colour_cells(axes, bore, concentration, codes, colours):
    """A map of flat colours: code -1 the first colour, 0 the next, sorted by bore."""
    order = np.argsort(bore, kind="stable")
    axes.pcolormesh(edges(1e3 * bore[order]), edges(1e2 * concentration), codes[order].T, cmap=ListedColormap(colours), vmin=-1.5, vmax=len(colours) - 1.5, rasterized=True)


def legend(axes, colours, tr):
    axes.legend(handles=[Patch(color=c, label=tr(name)) for name, c in colours.items()], loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=9)


def mark_best(axes, best, tr):
    if best:
        axes.plot(1e3 * best["variables"]["bore_m"], 1e2 * best["duties"][0]["delivered_concentration"], "*", ms=17, color="white", mec="black", label=tr("best"))


def draw_map(file, result, tr):
    """What the steady limits leave, with the energy inside it."""
    group, names = file["map"], texts(file["limit"])
    bore, concentration, binding = group["bore"][()], group["concentration"][()], group["binding"][()].astype(int)
    order = np.argsort(concentration)
    concentration, binding, energy = concentration[order], binding[:, order], group["energy"][()][:, order]
    figure, axes = map_axes(tr)
    colour_cells(axes, bore, concentration, binding, ["#e5f5e0"] + [REGIONS[name] for name in names])
    safe = np.ma.masked_where(binding >= 0, energy)
    if safe.count() > 8 and len(np.unique(bore)) == len(bore) > 2:
        least = safe.min()
        lines = axes.contour(1e3 * bore, 1e2 * concentration, safe.T, levels=least * np.array([1.02, 1.05, 1.1, 1.2, 1.4, 1.8]), colors="black", linewidths=0.9)
        axes.clabel(lines, fmt="%.1f", fontsize=9)
    mark_best(axes, result["best"], tr)
    met = {names[b]: REGIONS[names[b]] for b in np.unique(binding) if b >= 0}
    legend(axes, {"energy of the safe region [kWh/t]": "#e5f5e0", **met}, tr)
    axes.set_title(tr("Safe and unsafe, steady"))
    return figure


def draw_transient_map(file, result, tr):
    """What full transients leave of the same plane."""
    if "transient_map" not in file:
        return None
    group = file["transient_map"]
    names = texts(group["outcome_name"])
    bore, concentration, outcome = group["bore"][()], group["concentration"][()], group["outcome"][()].astype(int)
    order = np.argsort(concentration)
    outcome = outcome[:, order]
    figure, axes = map_axes(tr)
    colour_cells(axes, bore, concentration[order], outcome, ["#f0f0f0"] + [OUTCOMES[name] for name in names])
    mark_best(axes, result["best"], tr)
    met = {names[o]: OUTCOMES[names[o]] for o in np.unique(outcome) if o >= 0}
    legend(axes, {**met, **({"grains are not carried": "#f0f0f0"} if (outcome < 0).any() else {})}, tr)
    axes.set_title(tr("Safe and unsafe, through the transients"))
    return figure


def draw_pareto(file, result, tr):
    """Energy against steel: every feasible design, and the front."""
    used, energy, steel, stations = file["used"][()], file["energy"][()], file["steel"][()] / 1e3, file["stations"][()]
    good = used <= 1 + 1e-9
    if not good.any() or not result["best"]:
        return None
    figure, axes = plt.subplots(figsize=(9, 5.2))
    dots = axes.scatter(steel[good], energy[good], c=stations[good], s=8, cmap="viridis", alpha=0.35, lw=0, rasterized=True)
    front = sorted((d["steel_t"], d["kWh_per_dry_t"]) for d in result["pareto"])
    axes.plot(*zip(*front), "o", ms=5, mfc="none", color=COLOURS[1], label=tr("Pareto front"))
    best = result["best"]
    axes.plot(best["steel_t"], best["kWh_per_dry_t"], "*", ms=17, color=COLOURS[4], mec="black", label=tr("best"))
    axes.set_ylim(0.97 * energy[good].min(), min(energy[good].max(), 2.2 * energy[good].min()))
    if len(np.unique(stations[good])) > 1:
        figure.colorbar(dots, ax=axes, label=tr("stations")).solids.set_alpha(1)
    axes.set_xlabel(tr("mass of steel [t]"))
    axes.set_ylabel(tr("energy [kWh/t]"))
    axes.set_title(tr("Energy against steel"))
    axes.legend()
    return figure


def draw_bores(file, result, tr):
    """Least energy of each bore, one line for each number of stations."""
    used, energy, bore, stations = file["used"][()], file["energy"][()], file["bore"][()], file["stations"][()]
    good = used <= 1 + 1e-9
    if not good.any() or len(np.unique(bore)) < 2:
        return None
    figure, axes = plt.subplots(figsize=(9, 5))
    for k, count in enumerate(np.unique(stations)):
        points = [(1e3 * b, energy[good & (bore == b) & (stations == count)].min()) for b in np.unique(bore) if (good & (bore == b) & (stations == count)).any()]
        if points:
            axes.plot(*zip(*points), marker=".", color=COLOURS[k % 7], ls=["-", "--"][k // 7 % 2], label=f"{count:.0f} {tr('stations')}")
    if result["best"]:
        axes.plot(1e3 * result["best"]["variables"]["bore_m"], result["best"]["kWh_per_dry_t"], "*", ms=17, color=COLOURS[4], mec="black", label=tr("best"))
    axes.set_xlabel(tr("bore [mm]"))
    axes.set_ylabel(tr("energy [kWh/t]"))
    axes.set_title(tr("Least energy over the bore"))
    axes.legend(fontsize=9)
    return figure


def draw_curves(file, result, tr):
    """What the line asks for and what the pump gives, in each duty."""
    if "duty_0" not in file or "flow" not in file["duty_0"]:
        return None
    figure, axes = plt.subplots(figsize=(9, 5.2))
    highest = 0
    for k, duty in enumerate(result["best"]["duties"]):
        group, name = file[f"duty_{k}"], duty["duty"]
        flow, several = 3600 * group["flow"][()], f", {name}" if len(result["best"]["duties"]) > 1 else ""
        axes.plot(flow, group["system_head"][()], color=COLOURS[k % 7], lw=2, label=tr("line with the duty's grains") + several)
        if np.isfinite(group["pump_head"][()]).any():
            axes.plot(flow, group["pump_head"][()], color=COLOURS[k % 7], ls="--", lw=1.6, label=tr("pump at its speed") + several)
        if k == 0:
            axes.plot(flow, group["water_head"][()], color="grey", lw=1.2, ls=":", label=tr("line with water"))
        axes.plot(3600 * duty["flow_m3_per_s"], duty["head_a_pump_m"], "o", color=COLOURS[k % 7], mec="black", zorder=5)
        highest = max(highest, 1.8 * duty["head_a_pump_m"])
    axes.set_ylim(0, highest)
    axes.set_xlabel(tr("slurry flow [m³/h]"))
    axes.set_ylabel(tr("head a pump [m]"))
    axes.set_title(tr("System and pump curves"))
    axes.legend(fontsize=9)
    return figure


def draw_energy(file, result, tr):
    """A bar of each duty: where the energy of a tonne goes."""
    if not result["best"]:
        return None
    figure, axes = plt.subplots(figsize=(9, 1.7 + 0.6 * len(result["best"]["duties"])))
    crushing = result["best"]["crushing_kWh_per_t"]
    for row, duty in enumerate(result["best"]["duties"]):
        parts, left = {**duty["energy_parts_kWh_per_t"], **({"crushing": crushing} if crushing else {})}, 0
        for k, (name, value) in enumerate(parts.items()):
            axes.barh(row, value, left=left, color=COLOURS[k % 7], label=tr(name) if row == 0 else None)
            if value > 0.03 * sum(parts.values()):
                axes.text(left + value / 2, row, f"{value:.2f}", ha="center", va="center", color="white", fontsize=10)
            left += value
    axes.set_yticks(range(len(result["best"]["duties"])), [d["duty"] for d in result["best"]["duties"]])
    axes.set_xlabel(tr("energy [kWh/t]"))
    axes.set_title(tr("Where the energy goes"))
    axes.legend(fontsize=9, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return figure


PICTURES = {"map": draw_map, "transient_map": draw_transient_map, "bores": draw_bores, "pareto": draw_pareto, "curves": draw_curves, "energy": draw_energy}
