"""A pulse of dye in laminar flow spreads by shear and radial diffusion (Taylor 1953, Proc. R. Soc. A 219, 186; Aris 1956, A 235, 67):

    after R^2/E: variance along the pipe grows by 2 E (1 + (U R/E)^2/48) a second; U R/E = 20 here, the factor 9.33
    from t = 0, dye uniform over the section:  2 E t + 2 sum_k c_k^2 (t/q_k - (1 - exp(-q_k t))/q_k^2)
        c_k = 8 U/m_k^2,  q_k = E m_k^2/R^2,  J1(m_k) = 0   (projections of the velocity on the modes of radial diffusion)
The mean of the section, about its own centre, which moves at U. A periodic pipe, long enough that the pulse does not meet itself.
"""
import numpy as np
from scipy.special import jn_zeros

from verify import rings

FAULTS = {"wrong diffusivity": ["axisymmetric.diffusivity=1.03e-6 m2/s"], "wrong gradient": ["axisymmetric.pressure_gradient=13.2 Pa/m"],
          "another flow": ["liquid.viscosity=10.3 mPa.s"]}

RADIUS, SPREAD, SPEED, LENGTH = 0.005, 1e-6, 0.004, 0.4   # m, m2/s, m/s, m
AFTER = RADIUS**2 / SPREAD                                # [s]
ZEROS = jn_zeros(1, 200)


def exact(time):
    """Growth of the variance [m2] since the start."""
    rate, weight = SPREAD * ZEROS**2 / RADIUS**2, (8 * SPEED / ZEROS**2) ** 2
    modes = time[:, None] / rate - -np.expm1(-rate * time[:, None]) / rate**2
    return 2 * SPREAD * time + 2 * modes @ weight


def moments(out):
    """Travel of the centre [m] and variance [m2] of the section's mean at every snapshot, about a centre that may pass the end."""
    mean = np.einsum("tcrz,r->tz", out["concentration"], rings.areas(out["r_face"]))
    mean = mean / mean.sum(axis=1, keepdims=True)
    turn = np.angle(mean @ np.exp(2j * np.pi * out["z"] / LENGTH))          # of the circle's centre of mass: near enough to cut opposite to it
    away = (out["z"][None, :] - turn[:, None] / (2 * np.pi) * LENGTH + LENGTH / 2) % LENGTH - LENGTH / 2
    shift = np.sum(mean * away, axis=1)
    centre = np.unwrap(turn) / (2 * np.pi) * LENGTH + shift
    return centre - centre[0], np.sum(mean * (away - shift[:, None]) ** 2, axis=1)


def run(lab, picture):
    radius = np.linspace(0, RADIUS, 501)
    out = lab.run("taylor", **{"axisymmetric.initial_velocity": rings.initial_velocity(radius, 2 * SPEED * (1 - (radius / RADIUS) ** 2))})
    time, (travel, variance) = out["time"], moments(out)
    late, growth = time >= AFTER, variance - variance[0]
    slope = (growth[-1] - growth[late][0]) / (time[-1] - time[late][0])
    wanted = 2 * SPREAD * (1 + (SPEED * RADIUS / SPREAD) ** 2 / 48)
    if picture:
        picture("variance", lambda axes: draw(axes, time, growth))
    return [rings.result("taylor/growth", out, abs(slope / wanted - 1), 1e-2, what="growth of the variance after R^2/E against Taylor's coefficient"),
            rings.result("taylor/from-the-start", out, np.max(np.abs(growth - exact(time))) / exact(time[-1:])[0], 1e-2,
                         what="largest error of the variance's growth over its last value, against Aris"),
            rings.result("taylor/centre", out, np.max(np.abs(travel - SPEED * time)) / (SPEED * time[-1]), 1e-2, what="place of the centre over its travel")]


def draw(axes, time, growth):
    fine = np.linspace(0, time[-1], 200)
    axes.plot(fine, 1e6 * exact(fine), color="C0", linewidth=4, alpha=0.3, label="exact, Aris")
    axes.plot(time, 1e6 * growth, "k.", label="computed")
    axes.set(xlabel="time [s]", ylabel="growth of the variance [mm2]", title="A pulse of dye in laminar flow")
    axes.legend()
