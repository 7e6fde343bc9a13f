"""Random settling: one to three classes of any exponents that sink or float, in closed pipes that run up, down or
inclined, or carried by
a stream that a feed joins. Reference: verify/settling_reference.py on a grid four times finer."""

import math

import numpy as np

from verify import settling_reference as reference
from verify.lift_reference import Classes
from verify.random_cases import draw
from verify.random_cases.trial import RIGHT, Found, Trial

CELLS, FINER = 80, 4
SNAPSHOTS = 4
FAULT = 1.1  # on the settling velocities


def classes(d):
    count, liquid = d.whole(1, 3), d.between(900, 1150)
    floats = d.rng.random(count) < d.pick(0.0, 0.0, 1.0, 0.5)
    density = np.where(floats, liquid * d.rng.uniform(0.3, 0.95, count), liquid * d.rng.uniform(1.05, 4, count))
    terminal = np.where(floats, -1, 1) * np.exp(d.rng.uniform(math.log(1e-3), math.log(0.3), count))
    return Classes(density, terminal, d.rng.uniform(2.4, 5, count), liquid)


def pieces(d, found, length, most):
    """Layers of every class, of `most` in all at a place."""
    share = d.rng.dirichlet(np.ones(len(found.density))) * most
    layers = []
    for k, value in enumerate(share):
        a, b = sorted((d.between(0, length), d.between(0, length)))
        layers.append((k, *d.pick((0.0, length), (a, max(b, a + 0.05 * length))), float(value)))
    return [(k, a, min(b, length), v) for k, a, b, v in layers]


def make(d):
    found, length, packing = classes(d), d.log(5, 1000), d.pick(0.6, d.between(0.5, 0.7))
    cosine = d.pick(1.0, 1.0, -1.0, math.cos(d.between(0, 1.2)), -math.cos(d.between(0, 1.2)))
    layers = pieces(d, found, length, d.log(0.01, 0.35))
    speed = np.abs(found.terminal).max()
    stream = d.chance(0.35)
    velocity = speed * d.log(1.3, 10) if stream else 0.0
    rates = np.zeros(len(found.density))
    if stream:
        phi = d.rng.dirichlet(np.ones(len(rates))) * d.log(0.003, 0.2)
        rates = found.flux(phi, velocity, cosine)
        if not np.all(rates > 0):
            return make(d)
    end = length / (velocity or speed) * d.log(0.2, 2)
    pipe = reference.Pipe(found, length, cosine, packing, (not stream, not stream), lambda t: velocity, lambda t: rates)
    config = config_of(d, pipe, layers, rates, velocity, end)
    scale = max(sum(v for *_, v in layers), float((rates / max(velocity, 1e-300)).sum()))
    return Trial(config, lambda run, fault=1.0: compared(run, pipe, layers, scale, fault))


def config_of(d, pipe, layers, rates, velocity, end):
    bore, found = d.log(0.02, 0.8), pipe.classes
    area = math.pi / 4 * bore**2
    config = draw.base("random_settling", pipe.length / CELLS, end, found.liquid, 1e-3)
    config["maximum_packing"] = pipe.packing
    config["solids"] = draw.fixed_classes(found)
    config["pipe"] = {
        "inlet_depth": draw.metres(max(pipe.length * pipe.cosine, 0.0)),
        "segments": [
            {
                "length": draw.metres(pipe.length),
                "bore": draw.metres(bore),
                "inclination": draw.degrees(math.acos(pipe.cosine)),
            }
        ],
    }
    config["inlet"] = {"kind": "flow", "value": draw.flow(velocity * area)} if velocity else "closed"
    held = draw.pascals(1e5 + max(-pipe.cosine, 0.0) * pipe.length * found.liquid * draw.GRAVITY)
    config["outlet"] = {"kind": "pressure", "value": held} if velocity else "closed"
    if velocity:
        config["feeds"] = [{"class": f"c{k}", "volume_rate": draw.flow(float(q) * area)} for k, q in enumerate(rates)]
    config["initial"] = {
        "flow_rate": draw.flow(velocity * area),
        "concentration": [
            {"class": f"c{k}", "layer": [draw.metres(a), draw.metres(b)], "value": v} for k, a, b, v in layers
        ],
    }
    config["output"] = {
        "snapshot_interval": draw.seconds(end / SNAPSHOTS),
        "series_interval": draw.seconds(end),
        "checkpoint_interval": "0 s",
    }
    return config


def wanted_by(pipe, layers, times, finer, cells):
    fine = reference.solve(pipe, reference.layers(pipe, cells * finer, layers), times, cells * finer)
    return fine.reshape(*fine.shape[:2], cells, finer).mean(axis=3)


def gap_of(found, wanted):
    """Difference of each cell to what the reference has within a cell of it."""
    beside = [
        wanted,
        np.concatenate([wanted[..., 1:], wanted[..., -1:]], axis=-1),
        np.concatenate([wanted[..., :1], wanted[..., :-1]], axis=-1),
    ]
    low, high = np.min(beside, axis=0), np.max(beside, axis=0)
    return np.maximum(np.maximum(low - found, found - high), 0.0)


def ill_posed(pipe, wanted, times):
    """Why the reference cannot judge: a state in or between cells at which waves have complex speeds."""
    for t, phi in zip(times, wanted):
        steep = np.flatnonzero(np.abs(np.diff(phi, axis=1)).max(axis=0) > 0.02)
        between = [phi[:, i] + x * (phi[:, i + 1] - phi[:, i]) for i in steep for x in (0.0, 0.25, 0.5, 0.75)]
        for state in between:
            if len(state) > 1 and pipe.classes.not_hyperbolic(state, pipe.velocity(t), pipe.cosine):
                return f"the equations are not hyperbolic at fractions {state}: no reference can judge"
    return ""


def look(run, pipe, layers, scale, finer):
    times, phi = run["time"][1:], run["concentration"][1:]
    wanted = wanted_by(pipe, layers, times, finer, phi.shape[-1])
    gap = gap_of(phi, wanted).sum(axis=1) / scale
    outside = max(-phi.min(), phi.sum(axis=1).max() - pipe.packing, 0.0) / scale
    when, cell = np.unravel_index(np.argmax(np.where(np.isnan(gap), np.inf, gap)), gap.shape)
    error = float(max(gap.mean(axis=1).max(), outside)) if np.all(np.isfinite(phi)) else math.nan
    unsure = ill_posed(pipe, wanted, times) if RIGHT <= error and outside < RIGHT else ""
    return Found(
        error,
        f"mean {gap.mean(axis=1).max():.2e}, outside 0 and the packing {outside:.1e} of {scale:.3g}; "
        f"worst at {times[when]:.6g} s, "
        f"{run['s'][cell]:.6g} m: expected {wanted[when, :, cell]}, found {phi[when, :, cell]}",
        unsure,
    )


def compared(run, pipe, layers, scale, fault):
    """Mean over the cells of what the fractions differ by, at the worst snapshot, over the fraction at the start or
    fed; on a finer grid of the reference where the first is not right."""
    if fault != 1:
        faster = reference.dataclasses.replace(pipe.classes, terminal=pipe.classes.terminal * fault)
        pipe = reference.dataclasses.replace(pipe, classes=faster)
    found = look(run, pipe, layers, scale, FINER)
    return found if found.error < RIGHT or fault != 1 else look(run, pipe, layers, scale, 2 * FINER)
