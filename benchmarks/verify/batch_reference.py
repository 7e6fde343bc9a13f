"""An independent reference for grains that settle or float in a closed pipe, and Kynch's exact answer for one class.

    d phi_k/dt + d/ds [phi_k (j - cos(theta) v_k)] = 0,   v_k = s_k - sum_m phi_m s_m,   0 <= sum phi_k <= packing
    s_k = w_k (1 - phi)^(n_k - 2) (rho_k - rho_mix)/(rho_k - rho_liquid)        (Masliyah 1979; Lockett & Bassoon 1979)
Shares nothing with the program. Linear face values with the minmod limiter (order=1: cell values), the flux of Harten, Lax & van Leer 1983 with
bounds on all wave speeds, Heun's steps. A packed cell takes no more: what would overfill a cell is held back, all classes alike. The scheme is
diffusive but has no wiggles; it converges to the answer with the entropy condition. `kynch` is exact: Hopf's formula for a falling start.
"""
import numpy as np


def kynch(face, begin, settling, exponent, packing, length, time, points=20001):
    """Exact cell averages of one class, uniform at the start in a closed column, between faces [m] in 0..length. settling > 0.

    The sum up to s is the least over p of p s - min(0, (p - begin) length) - time F(p): Hopf 1965, for a start that falls upward; the bed
    below carries itself, F(packing) = 0.
    """
    p = np.union1d(np.linspace(0, packing, points), [begin])
    flux = -settling * p * (1 - p) ** exponent
    flux[-1] = 0
    rest = np.minimum(0, (p - begin) * length) + time * flux
    total = np.array([np.min(p * s - rest) for s in face])
    return np.diff(total) / np.diff(face)


def slip(phi, velocity, exponent, excess):
    """Slip of each class to the liquid [m/s], downward; phi (classes, cells), excess [kg/m3] over the liquid."""
    coarse, heavy = phi.sum(axis=0), excess @ phi
    return velocity[:, None] * (1 - coarse) ** (exponent[:, None] - 2) * (1 - heavy / excess[:, None])


def transport(phi, velocity, exponent, excess, flow, cosine):
    """Velocity of each class upward [m/s], and how far waves outrun the classes each way."""
    s = slip(phi, velocity, exponent, excess)
    lag = cosine * (phi * exponent[:, None] * s)
    change = np.abs(phi * s).sum(axis=0) * (np.ptp(excess) / np.abs(excess).min()) * 0.25  # unequal densities
    return flow - cosine * (s - (phi * s).sum(axis=0)), np.maximum(lag, 0).sum(axis=0) + change, np.maximum(-lag, 0).sum(axis=0) + change


def sides(phi, order):
    """Fractions below and above the faces between cells."""
    if order == 1:
        return phi[:, :-1], phi[:, 1:]
    change = np.diff(phi, axis=1)
    back, ahead = change[:, :-1], change[:, 1:]
    slope = np.zeros_like(phi)
    slope[:, 1:-1] = np.where(back * ahead > 0, np.sign(back) * np.minimum(np.abs(back), np.abs(ahead)), 0)
    return (phi + slope / 2)[:, :-1], (phi - slope / 2)[:, 1:]


def flux_between(below, above, law):
    """Through the faces between cells [m/s]; law: a state's transport."""
    lower, up_below, down_below = law(below)
    upper, up_above, down_above = law(above)
    high = np.maximum(0, np.maximum(lower, upper).max(axis=0) + np.maximum(up_below, up_above))
    low = np.minimum(0, np.minimum(lower, upper).min(axis=0) - np.maximum(down_below, down_above))
    return (high * below * lower - low * above * upper + high * low * (above - below)) / np.maximum(high - low, 1e-300)


def hold_back(flux, phi, packing, flow, most):
    """Fluxes that overfill no cell and empty none; `most` [m/s]: half a cell a step."""
    flux = np.clip(flux, -phi[:, 1:] * most, phi[:, :-1] * most)
    total, room = flux.sum(axis=0), (packing - phi.sum(axis=0)).clip(0) * most
    wanted = np.clip(total, flow * packing - room[:-1], flow * packing + room[1:])
    donor = np.where(wanted > 0, phi[:, :-1], phi[:, 1:])
    same = total * wanted > 0
    scale = np.where(same, wanted / np.where(same, total, 1), 0)
    plug = np.where(same, 0, wanted / np.maximum(donor.sum(axis=0), 1e-300))
    return np.where(total == wanted, flux, flux * scale + donor * plug)


def rate_of(phi, law, packing, flow, order, most):
    """What flows out of each cell less what flows in [m/s]; what leaves through the ends has the flow's direction."""
    flux = hold_back(flux_between(*sides(phi, order), law), phi, packing, flow, most)
    top = phi[:, -1:] * np.clip(law(phi[:, -1:])[0], 0, None) * (flow > 0)
    return np.diff(np.concatenate([phi[:, :1] * min(flow, 0), flux, top], axis=1), axis=1)


def settle(start, cell, velocity, exponent, excess, packing, time, flow=0.0, cosine=1.0, courant=0.3, order=2):
    """Fractions (classes, cells) at `time` [s] from `start` in cells of `cell` [m]. velocity [m/s] and excess [kg/m3] are negative where a
    class floats; flow [m/s] of the mixture carries it through open ends, clear liquid follows; 0: closed ends."""
    phi = np.array(start, dtype=float)
    velocity, exponent, excess = (np.asarray(x, dtype=float) for x in (velocity, exponent, excess))

    def law(state):
        return transport(state, velocity, exponent, excess, flow, cosine)
    now = 0.0
    while now < time:
        moved, up, down = law(phi)
        fastest = max(np.abs(moved).max() + max(up.max(), down.max()), np.abs(velocity).max(), 1e-12)
        step = min(courant * cell / fastest, time - now)
        most, part = 0.5 * cell / step, step / cell
        first = phi - part * rate_of(phi, law, packing, flow, order, most)
        phi = first if order == 1 else (phi + first - part * rate_of(first, law, packing, flow, order, most)) / 2
        now = time if now + step >= time else now + step
    return phi


def coarsen(phi, cells):
    """Averages over `cells` equal parts of the pipe."""
    return phi.reshape(phi.shape[0], cells, -1).mean(axis=2)
