"""Random numbers for cases, and a case as a YAML file. Every value is drawn over the whole range a user may type,
mostly by logarithm."""

import json
import math

import numpy as np

GRAVITY = 9.80665


class Draw:
    """Numbers of one case, the same for the same family, seed and index."""

    def __init__(self, family, seed, index):
        self.rng = np.random.default_rng([seed, index, *family.encode()])

    def between(self, low, high):
        return float(self.rng.uniform(low, high))

    def log(self, low, high):
        return float(math.exp(self.rng.uniform(math.log(low), math.log(high))))

    def whole(self, low, high):
        return int(self.rng.integers(low, high + 1))

    def pick(self, *choices):
        return choices[int(self.rng.integers(len(choices)))]

    def chance(self, share):
        return bool(self.rng.random() < share)


def metres(value):
    return f"{value!r} m"


def seconds(value):
    return f"{value!r} s"


def pascals(value):
    return f"{value!r} Pa"


def flow(value):
    return f"{value!r} m3/s"


def degrees(radians):
    return f"{math.degrees(radians)!r} deg"


def schedule(knots, unit):
    """[(time, value)] as the program reads it."""
    return [[seconds(t), f"{v!r} {unit}".strip() if unit else v] for t, v in knots]


def yaml_of(config):
    """A YAML file, a line for each key: its values are JSON, which is YAML too."""
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in config.items())


def base(name, cell, end, density, viscosity, bulk_modulus=2.2e9):
    """What every axial case has: a constant liquid, no heat, no dispersion, rows only at the end."""
    return {
        "name": name,
        "grid": {"cell_length": metres(cell)},
        "time": {"end": seconds(end)},
        "liquid": {
            "law": "constant",
            "density": f"{density!r} kg/m3",
            "viscosity": f"{viscosity!r} Pa.s",
            "bulk_modulus": pascals(bulk_modulus),
        },
        "sea": {"surface_pressure": "1 atm"},
        "heat": False,
        "dispersion": "none",
        "friction": "none",
    }


def every(end, rows):
    """Snapshots at the end, rows `rows` times."""
    return {"snapshot_interval": seconds(end), "series_interval": seconds(end / rows), "checkpoint_interval": "0 s"}


def fixed_classes(classes):
    """The program's rows of classes with given settling velocities and exponents."""
    return [
        {
            "name": f"c{k}",
            "diameter": "1 mm",
            "density": f"{float(density)!r} kg/m3",
            "terminal_velocity": {"law": "fixed", "value": f"{float(terminal)!r} m/s"},
            "hindrance": {"law": "fixed", "exponent": float(exponent)},
        }
        for k, (density, terminal, exponent) in enumerate(zip(classes.density, classes.terminal, classes.exponent))
    ]
