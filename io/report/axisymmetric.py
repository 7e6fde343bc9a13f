"""Pictures of an axisymmetric run: maps over radius and length, profiles across the pipe, the wall's shear, the series."""
import matplotlib.colors
import matplotlib.pyplot as plt
import numpy as np

from plots import COLOURS, classes_of, edges, thin, time_axis

SHORT = 40              # bores; a shorter pipe is drawn upright
MOST_CELLS = 1500       # along z in a picture
MAP_SNAPSHOTS = 8       # more than these: the wall's shear as a map over time as well
VISCOSITY_SPREAD = 1.2  # largest over least; below it there is nothing to see
SMALL = 0.1             # what stays below is told in thousandths of its unit
STYLES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]  # lines that lie on each other stay visible
LABELS = {"concentration": ("volume fraction of solids", "-", ""), "axial_velocity": ("axial velocity, upward", "m/s", "mm/s"),
          "viscosity": ("apparent viscosity", "Pa·s", "mPa·s"), "temperature": ("temperature", "°C", ""),
          "wall_shear_stress": ("wall shear stress", "Pa", "mPa")}
SERIES = {"flow_rate": ("flow", "m³/h", "l/h"), "pressure_gradient": ("drive", "Pa/m", "mPa/m"),
          "wall_shear_stress": ("mean wall\nshear", "Pa", "mPa"), "y_plus": ("y⁺ of the\nwall cell", "-", "")}


def spread(count, most):
    """At most `most` whole numbers of 0 .. count - 1, evenly, both ends among them."""
    return sorted({int(i) for i in np.round(np.linspace(0, count - 1, min(most, count)))})


def field(file, name, row):
    """Values (r, z) of a snapshot at the centres of the cells; the concentration is that of all classes."""
    values = file[name][row]
    if name == "axial_velocity":
        return 0.5 * (values[:, 1:] + values[:, :-1])
    return values.sum(axis=0) if name == "concentration" else values


def section_mean(values, r_face):
    """Mean over the cross-section of values (r, z), each ring by its area."""
    return (np.diff(r_face**2) / r_face[-1]**2) @ values


def labelled(arrays, words, unit, small):
    """The arrays in the unit that suits them, and the label with that unit; small is a thousandth of the unit, or none."""
    thousandths = small and 0 < max(np.abs(values).max() for values in arrays) < SMALL
    return [values * (1e3 if thousandths else 1) for values in arrays], f"{words} [{small if thousandths else unit}]"


def times_of(file, rows):
    time, unit = time_axis(file["time"][()])
    return [f"t = {time[row]:.4g} {unit}" for row in rows]


def limits(arrays, least=None):
    """The ends of the colours; of flow both ways the middle is zero."""
    low, high = min(v.min() for v in arrays) if least is None else least, max(v.max() for v in arrays)
    if low < -0.05 * high < 0:
        low, high = -max(-low, high), max(-low, high)
    return {"vmin": low, "vmax": high if high > low else low + 1}


def size_of(values):
    """The decade of the largest value that is not zero."""
    largest = np.abs(values).max()
    return np.floor(np.log10(largest) / 1.3) if largest > 0 else None


def draw_mirrored(axes, r_face, z_face, values, upright, **colours):
    """One map, the half-plane mirrored over the axis."""
    radius = 1e3 * np.concatenate([-r_face[:0:-1], r_face])
    both = np.concatenate([values[::-1], values])
    axes.grid(False)
    if upright:
        return axes.pcolormesh(radius, z_face, both.T, rasterized=True, cmap="cividis", **colours)
    return axes.pcolormesh(z_face, radius, both, rasterized=True, cmap="cividis", **colours)


def section_panels(upright, count):
    if upright:
        figure, panels = plt.subplots(1, count, figsize=(2.3 * count + 1.9, 7), sharey=True, squeeze=False)
        for axes in panels[0]:
            axes.set_xlabel("r [mm]")
        panels[0, 0].set_ylabel("z [m]")
        return figure, list(panels[0])
    figure, panels = plt.subplots(count, 1, figsize=(10, 1.7 * count + 1.1), sharex=True, squeeze=False)
    for axes in panels[:, 0]:
        axes.set_ylabel("r [mm]")
    panels[-1, 0].set_xlabel("z [m]")
    return figure, list(panels[:, 0])


def draw_section(file, name, title, least=None, logarithmic=False):
    """First, middle and last snapshot over r and z: one scale of colours, or one each where the values differ much in size."""
    if name not in file or not len(file["time"]):
        return None
    rows, r_face, z_face = spread(len(file["time"]), 3), file["r_face"][()], file["z_face"][()]
    thinned = [thin(field(file, name, row), z_face, MOST_CELLS) for row in rows]
    values, label = labelled([one for one, _ in thinned], *LABELS[name])
    if least is not None and min(v.min() for v in values) > 0.5 * max(v.max() for v in values):
        least = None  # far from zero: the colours show the difference
    colours, own = limits(values, least), len({size_of(one) for one in values}) > 1 and not logarithmic
    if np.ptp(values) <= 1e-9 * np.abs(values).max():
        return None  # one value everywhere
    if logarithmic:
        if colours["vmax"] < VISCOSITY_SPREAD * colours["vmin"]:
            return None
        colours = {"norm": matplotlib.colors.LogNorm(**colours)}
    upright = z_face[-1] - z_face[0] < SHORT * 2 * r_face[-1]
    figure, panels = section_panels(upright, len(rows))
    for axes, one, words in zip(panels, values, times_of(file, rows)):
        mesh = draw_mirrored(axes, r_face, thinned[0][1], one, upright, **(limits([one], least) if own else colours))
        axes.set_title(words, fontsize=10)
        if own:
            figure.colorbar(mesh, ax=axes, location="bottom" if upright else "right", aspect=20 if upright else 8)
    figure.suptitle(f"{title}: {label}" if own else title)
    if not own:
        figure.colorbar(mesh, ax=panels, label=label, aspect=35 if upright else 25)
    return figure


def draw_concentration(file):
    return draw_section(file, "concentration", "In-situ concentration, all classes", least=0) if classes_of(file) else None


def draw_velocity(file):
    return draw_section(file, "axial_velocity", "Axial velocity of the mixture")


def draw_viscosity(file):
    return draw_section(file, "viscosity", "Apparent viscosity, turbulence included", logarithmic=True)


def draw_temperature(file):
    return draw_section(file, "temperature", "Temperature")


def profile_sets(file, picks):
    """What is drawn across the pipe, [(label, [values over r of each pick])]; picks are (snapshot, slice)."""
    velocity, label = labelled([np.append(field(file, "axial_velocity", row)[:, k], 0) for row, k in picks], *LABELS["axial_velocity"])
    sets = [(label, velocity)]  # with the wall's, which is known: no slip
    for number, name in enumerate(classes_of(file)):
        sets.append((f"volume fraction of {name} [-]", [file["concentration"][row, number, :, k] for row, k in picks]))
    for name in ("viscosity", "temperature"):
        if name in file:
            curves, label = labelled([file[name][row, :, k] for row, k in picks], *LABELS[name])
            if name == "temperature" or spread_of(curves) >= VISCOSITY_SPREAD:
                sets.append((label, curves))
    return sets


def spread_of(curves):
    return max(c.max() for c in curves) / min(c.min() for c in curves)


def draw_profiles_of(file, picks, labels, title):
    sets, radius = profile_sets(file, picks), 1e3 * np.append(file["r"][()], file["r_face"][-1])
    columns = min(len(sets), 3)
    lines = -(-len(sets) // columns)
    figure, panels = plt.subplots(lines, columns, figsize=(max(3.9 * columns + 0.6, 7), 3.2 * lines + 0.9), squeeze=False)
    for axes, (label, curves) in zip(panels.flat, sets):
        for number, (curve, words) in enumerate(zip(curves, labels)):
            axes.plot(radius[:len(curve)], curve, color=COLOURS[number], ls=STYLES[number], lw=1.6, label=words)
        axes.set_title(label, fontsize=10)
        axes.set_xlabel("r [mm]", fontsize=10)
        axes.set_xlim(0, radius[-1])
        if label.startswith("volume fraction"):
            axes.set_ylim(bottom=0)
        if "viscosity" in label and spread_of(curves) > 10:
            axes.set_yscale("log")
    for axes in panels.flat[len(sets):]:
        axes.set_visible(False)
    figure.suptitle(title)
    panels[0, columns - 1].legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=10)
    return figure


def draw_profiles(file):
    if not len(file["time"]):
        return None
    z = file["z"][()]
    slices = sorted({round(share * (len(z) - 1)) for share in (0.05, 0.25, 0.5, 0.75, 0.95)})
    when = times_of(file, [-1])[0]
    return draw_profiles_of(file, [(-1, k) for k in slices], [f"z = {z[k]:.4g} m" for k in slices], f"Across the pipe at stations, {when}")


def draw_profiles_in_time(file):
    if len(file["time"]) < 2:
        return None
    middle, rows = len(file["z"]) // 2, spread(len(file["time"]), 5)
    return draw_profiles_of(file, [(row, middle) for row in rows], times_of(file, rows), f"Across the pipe in time, z = {file['z'][middle]:.4g} m")


def draw_wall_shear(file):
    if not len(file["time"]):
        return None
    rows = spread(len(file["time"]), 5)
    figure, axes = plt.subplots(figsize=(9, 4.5))
    curves, label = labelled(file["wall_shear_stress"][rows], *LABELS["wall_shear_stress"])
    for number, (curve, words) in enumerate(zip(curves, times_of(file, rows))):
        values, faces = thin(curve, file["z_face"][()], MOST_CELLS)
        axes.plot(0.5 * (faces[1:] + faces[:-1]), values, color=COLOURS[number], ls=STYLES[number], lw=1.6, label=words)
    axes.set_xlabel("z [m]")
    axes.set_xlim(file["z_face"][0], file["z_face"][-1])
    axes.set_ylabel(label)
    axes.set_title("Wall shear stress along the pipe; positive: against upward flow")
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))
    return figure


def draw_time_maps(file, maps, title):
    """Maps over time and length, one above the other: maps are (label, values (time, z), least)."""
    figure, panels = plt.subplots(len(maps), 1, figsize=(9, 5.5 if len(maps) == 1 else 2.7 * len(maps) + 0.8), sharex=True, squeeze=False)
    time, unit = time_axis(file["time"][()])
    for axes, (label, values, least) in zip(panels[:, 0], maps):
        values, faces = thin(values, file["z_face"][()], MOST_CELLS)
        mesh = axes.pcolormesh(edges(time), faces, values.T, rasterized=True, cmap="cividis", **limits([values], least))
        axes.grid(False)
        axes.set_ylabel("z [m]")
        figure.colorbar(mesh, ax=axes, label=label)
    panels[-1, 0].set_xlabel(f"time [{unit}]")
    figure.suptitle(title)
    return figure


def draw_wall_shear_map(file):
    if len(file["time"]) <= MAP_SNAPSHOTS:
        return None
    (values,), label = labelled([file["wall_shear_stress"][()]], *LABELS["wall_shear_stress"])
    return draw_time_maps(file, [(label, values, None)], "Wall shear stress in time")


def draw_mean_concentration(file):
    names = classes_of(file)
    if not names or len(file["time"]) < 2:
        return None
    r_face = file["r_face"][()]
    means = np.stack([[section_mean(one, r_face) for one in row] for row in file["concentration"]])  # one snapshot in memory at a time
    maps = [(f"{name} [-]", means[:, k], 0) for k, name in enumerate(names)]
    if len(names) > 1:
        maps.insert(0, ("all classes [-]", means.sum(axis=1), 0))
    return draw_time_maps(file, maps, "Mean volume fraction of the cross-section")


def draw_series_of_classes(axes, series, names, time):
    flows = np.any(series["delivered_concentration"][()])
    for k, name in enumerate(names):
        axes.plot(time, series["in_situ_concentration"][:, k], color=COLOURS[k % 7], lw=1.6, label=f"{name}, in situ")
        if flows:
            axes.plot(time, series["delivered_concentration"][:, k], color=COLOURS[k % 7], lw=1.6, ls="--", label=f"{name}, delivered")
    axes.set_ylabel("volume fraction [-]")
    axes.set_ylim(bottom=0)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.35), ncols=3, fontsize=9)


def draw_series(file):
    """What stays at zero throughout is left out."""
    series, names = file["series"], classes_of(file)
    time, unit = time_axis(series["time"][()])
    panels = [(name, label) for name, label in SERIES.items() if np.any(series[name][()])]
    if not len(time) or not (panels or names):
        return None
    count = len(panels) + bool(names)
    figure, rows = plt.subplots(count, 1, figsize=(9, 1.9 * count + 0.8), sharex=True, squeeze=False)
    for axes, (name, label) in zip(rows[:, 0], panels):
        (values,), words = labelled([series[name][()] * (3600 if name == "flow_rate" else 1)], *label)
        axes.plot(time, values, lw=1.6)
        axes.set_ylabel(words)
    if names:
        draw_series_of_classes(rows[-1, 0], series, names, time)
    rows[-1, 0].set_xlabel(f"time [{unit}]")
    figure.suptitle("Flow, wall and solids in time" if names else "Flow and wall in time")
    return figure


PICTURES = {"section_concentration": draw_concentration, "section_velocity": draw_velocity, "section_viscosity": draw_viscosity,
            "section_temperature": draw_temperature, "mean_concentration": draw_mean_concentration, "profiles": draw_profiles,
            "profiles_in_time": draw_profiles_in_time, "wall_shear": draw_wall_shear, "wall_shear_map": draw_wall_shear_map, "series": draw_series}
CAPTIONS = {"section_concentration": "Where the solids are, over radius and length (mirrored over the axis; not to scale).",
            "section_velocity": "Axial velocity over radius and length (mirrored over the axis; not to scale).",
            "section_viscosity": "Apparent viscosity over radius and length (mirrored over the axis; not to scale).",
            "section_temperature": "Temperature over radius and length (mirrored over the axis; not to scale).",
            "mean_concentration": "Mean concentration of the cross-section, weighted by area, in time.",
            "profiles": "Profiles across the pipe at stations along it, last snapshot.",
            "profiles_in_time": "Profiles across the pipe half-way along it, in time.",
            "wall_shear": "Shear stress at the wall along the pipe.", "wall_shear_map": "Shear stress at the wall, along the pipe and in time.",
            "series": "Flow, drive, wall shear, what is in the pipe against what comes out, and y⁺ of the wall cell in time."}
