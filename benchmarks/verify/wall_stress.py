"""Wall friction of steady pipe flow, written apart from the program: the reference of the random cases.

    laminar Herschel-Bulkley  8 V/D = 4 K^-m X^(m+1)/tau^3 (X^2/(m+3) + 2 tau_y X/(m+2) + tau_y^2/(m+1)),  X = tau -
    tau_y, m = 1/n
    every regime              tau = (tau_L^12 + tau_T^12)^(1/12),  tau_T = rho V_N^2 (A(Re_N) + B(Re_L))^(-1/8)
    Churchill 1977
    V_N = V - u* (11.6 (alpha - 1) - 2.5 ln alpha - Omega)                                            Wilson & Thomas
    1985
A Newtonian liquid is the case tau_y = 0, n = 1. Everything by bisection on whole arrays of velocities. SI units.
"""

import dataclasses

import numpy as np

HALVINGS = 60


@dataclasses.dataclass(frozen=True)
class Liquid:
    density: float  # [kg/m3]
    consistency: float  # [Pa s^n]; a Newtonian liquid's viscosity [Pa s]
    yield_stress: float = 0.0  # [Pa]
    index: float = 1.0  # [-]


def bisected(low, high, too_low):
    """The place between arrays `low` and `high` up to which too_low(x) is true."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = too_low(middle)
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


def laminar_velocity(log_excess, bore, liquid):
    """Mean velocity [m/s] at a wall stress of yield stress + exp(log_excess)."""
    m, excess, held = 1 / liquid.index, np.exp(log_excess), liquid.yield_stress
    tau = held + excess
    bracket = excess**2 / (m + 3) + 2 * held * excess / (m + 2) + held**2 / (m + 1)
    return bore / 2 * np.exp((m + 1) * log_excess - m * np.log(liquid.consistency)) * bracket / tau**3


def laminar_stress(velocity, bore, liquid):
    """Wall stress [Pa] of laminar flow at velocities > 0."""
    if liquid.yield_stress == 0:
        n = liquid.index
        return liquid.consistency * ((3 * n + 1) / (4 * n) * 8 * velocity / bore) ** n
    ends = np.full_like(velocity, -80.0), np.full_like(velocity, 40.0)
    return liquid.yield_stress + np.exp(bisected(*ends, lambda x: laminar_velocity(x, bore, liquid) < velocity))


def churchill(reynolds, relative_roughness):
    """Darcy factor."""
    a = (2.457 * np.log(1 / ((7 / reynolds) ** 0.9 + 0.27 * relative_roughness))) ** 16
    b = (37530 / reynolds) ** 16
    return 8 * ((8 / reynolds) ** 12 + (a + b) ** -1.5) ** (1 / 12)


def gain_over_newtonian(tau, liquid):
    """Velocity [m/s] by which a turbulent flow is faster than the Newtonian one of its viscosity at the wall."""
    a = np.minimum(liquid.yield_stress / tau, 1 - 1e-12)
    alpha = 2 * (1 + liquid.index * a) / (1 + liquid.index)
    omega = -2.5 * np.log(1 - a) - 2.5 * a * (1 + a / 2)
    return np.sqrt(tau / liquid.density) * (11.6 * (alpha - 1) - 2.5 * np.log(alpha) - omega)


def mud_stress(velocity, bore, roughness, liquid):
    """Wall stress [Pa] of a Herschel-Bulkley liquid in every regime."""
    laminar, rho = laminar_stress(velocity, bore, liquid), liquid.density

    def updated(tau):
        newtonian = np.clip(velocity - gain_over_newtonian(tau, liquid), 0.1 * velocity, velocity)
        excess = np.maximum(tau - liquid.yield_stress, 1e-12 * tau)
        wall_viscosity = tau * (liquid.consistency / excess) ** (1 / liquid.index)
        log_a = np.log((7 * wall_viscosity / (rho * newtonian * bore)) ** 0.9 + 0.27 * roughness / bore)
        a, b = (2.457 * log_a) ** 16, (37530 * laminar / (8 * rho * velocity**2)) ** 16
        turbulent = rho * newtonian**2 * (a + b) ** -0.125
        return laminar * (1 + (turbulent / laminar) ** 12) ** (1 / 12)

    # The update falls as the stress rises (the wall runs thinner): one zero between the laminar stress and its update.
    with np.errstate(over="ignore"):
        return bisected(laminar, np.maximum(updated(laminar), laminar), lambda tau: updated(tau) > tau)


def wall_stress(velocity, bore, roughness, liquid, law="churchill", darcy=0.0, shape=1.0):
    """Wall stress [Pa] at an array of velocities > 0. `law`: churchill, constant (with `darcy`) or none; `shape`:
    factor on the
    Reynolds number of an annulus (Jones & Leung 1981), for Newtonian liquids."""
    velocity = np.asarray(velocity, float)
    if law == "none":
        return np.zeros_like(velocity)
    if liquid.yield_stress > 0 or liquid.index != 1:
        return mud_stress(velocity, bore, roughness, liquid)
    reynolds = shape * liquid.density * velocity * bore / liquid.consistency
    factor = np.maximum(darcy, 64 / reynolds) if law == "constant" else churchill(reynolds, roughness / bore)
    return factor / 8 * liquid.density * velocity**2


def annulus_shape(ratio):
    """Factor on the Reynolds number of an annulus whose radii stand in `ratio` below 1. Source: Jones & Leung 1981."""
    return ((1 + ratio**2) - (1 - ratio**2) / np.log(1 / ratio)) / (1 - ratio) ** 2
