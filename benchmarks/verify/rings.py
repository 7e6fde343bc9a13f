"""What the cases of the axisymmetric model share: averages over rings, profiles of parallel flow, orders, pictures."""
import numpy as np

from verify.lab import Result, orders


def result(name, out, error, tolerance, order=float("nan"), what=""):
    """A result of the axisymmetric model; `out` is the run on the finest grid."""
    return Result(name, len(out["r"]) * len(out["z"]), float(error), tolerance, float(order), model="axisymmetric", what=what)


def order_result(name, out, cells, errors, wanted=1.9):
    """The least order between neighbouring grids."""
    least = min(orders(cells, errors))
    return result(name, out, wanted - least, 0.0, least, what=f"least order in L1 between neighbouring grids, wanted {wanted}")


def areas(face):
    """Areas of the rings between the faces [m2]."""
    return np.pi * np.diff(face**2)


def averages(function, face):
    """Averages over the rings of a function of the radius, by Gauss's four points in each."""
    point, weight = np.polynomial.legendre.leggauss(4)
    middle, half = (face[1:] + face[:-1]) / 2, np.diff(face) / 2
    total = sum(w * function(middle + half * p) * (middle + half * p) * half for p, w in zip(point, weight))
    return 2 * np.pi * total / areas(face)


def mean_error(values, wanted, face):
    """Mean over the section (L1) of the distance between two profiles."""
    return np.abs(values - wanted) @ areas(face) / areas(face).sum()


def velocity(out, time=None):
    """Axial velocity of each ring [m/s] at a snapshot, the last if no time is given, as the mean along the pipe."""
    field = out["axial_velocity"][-1] if time is None else out.at("axial_velocity", time)
    return field[:, :-1].mean(axis=1)


def flow(out, time=None):
    """Volume rate through the section [m3/s]."""
    return velocity(out, time) @ areas(out["r_face"])


def in_slices(out, index=-1):
    """Axial velocity in the cells [m/s] of a snapshot, from both of a cell's faces."""
    field = out["axial_velocity"][index]
    return (field[:, 1:] + field[:, :-1]) / 2


def initial_velocity(radius, values):
    """Rows for axisymmetric.initial_velocity; 1,000 of them stay below the length of a word on the command line."""
    return "[" + ", ".join(f"[{r:.9g} m, {u:.9g} m/s]" for r, u in zip(radius, values)) + "]"


def draw_profiles(axes, radius, curves, title, label="axial velocity [m/s]"):
    """curves: (name, exact values at `radius`, radii and values of the cells)."""
    for number, (name, wanted, r, values) in enumerate(curves):
        axes.plot(wanted, 1e3 * radius, color=f"C{number % 10}", linewidth=4, alpha=0.3, label=f"exact{name}")
        axes.plot(values, 1e3 * r, "k.", markersize=3, label="computed" if number == 0 else None)
    axes.set(xlabel=label, ylabel="radius [mm]", title=title)
    axes.legend(fontsize=7)


def draw_order(axes, cells, families, title):
    """families: name and errors on each grid."""
    for name, errors in families.items():
        axes.loglog(cells, errors, "o-", label=name)
    axes.loglog(cells, errors[0] * (cells[0] / np.array(cells, float)) ** 2, "k:", label="order 2")
    axes.set(xlabel="rings", ylabel="mean error over the mean velocity [-]", title=title)
    axes.legend()
