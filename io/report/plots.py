"""What the pictures of a run share: colours, axes, edges of maps."""
import pathlib

import matplotlib.font_manager
import matplotlib.pyplot as plt
import numpy as np

# Okabe and Ito's colours: told apart by people who are colour-blind.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
plt.rcParams.update({
    "axes.prop_cycle": plt.cycler(color=COLOURS), "figure.dpi": 130, "font.size": 11, "axes.grid": True, "grid.alpha": 0.25,
    "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False, "figure.constrained_layout.use": True})


JAPANESE_FONT = pathlib.Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf")


def take_japanese_font():
    """By its file: the library's own list of fonts may be older than the font."""
    if JAPANESE_FONT.exists():
        matplotlib.font_manager.fontManager.addfont(JAPANESE_FONT)
        plt.rcParams["font.family"] = ["DejaVu Sans", "IPAexGothic"]


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


def space_time_map(file, values, faces, time, time_label, title, label, **colours):
    """A map of values (time, s) over time and the distance along the pipe."""
    figure, axes = plt.subplots(figsize=(9, 5.5))
    axes.grid(False)
    mesh = axes.pcolormesh(edges(time), faces, values.T, rasterized=True, **colours)
    axes.set_xlabel(time_label)
    height_axis(axes, file)
    axes.set_title(title)
    figure.colorbar(mesh, ax=axes, label=label)
    return figure


def thin(values, faces, most=2000):
    """Block means along the pipe: a picture has no room for 10^5 cells."""
    step = -(-values.shape[-1] // most)
    if step == 1:
        return values, faces
    starts = np.arange(0, values.shape[-1], step)
    counts = np.diff(np.append(starts, values.shape[-1]))
    return np.add.reduceat(values, starts, axis=-1) / counts, np.append(faces[starts], faces[-1])
