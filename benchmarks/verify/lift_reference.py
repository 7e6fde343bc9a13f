"""Steady lifting of slipping classes, written apart from the program: what is fed is delivered.

rate_k = A phi_k u_k,   u_k = j - v_k cos(theta),   v_k = s_k - sum_m phi_m s_m,
s_k = w_k (1 - phi)^(n_k - 2) (rho_k - rho_m)/(rho_k - rho_l)            (Masliyah 1979; Lockett & Bassoon 1979)
"""

import dataclasses

import numpy as np
from scipy.optimize import fsolve

GRAVITY = 9.80665


@dataclasses.dataclass
class Classes:
    density: np.ndarray  # [kg/m3]
    terminal: np.ndarray  # [m/s] downward positive
    exponent: np.ndarray
    liquid: float  # [kg/m3]

    def mixture(self, phi):
        return self.liquid + phi @ (self.density - self.liquid)

    def slip(self, phi):
        """v_k [m/s]."""
        s = (
            self.terminal
            * (1 - phi.sum()) ** (self.exponent - 2)
            * (self.density - self.mixture(phi))
            / (self.density - self.liquid)
        )
        return s - phi @ s

    def flux(self, phi, j, cosine):
        """phi_k u_k [m/s]."""
        return phi * (j - self.slip(phi) * cosine)

    def waves(self, phi, j, cosine):
        """Speeds [m/s] of the kinematic waves: eigenvalues of the flux's Jacobian."""
        small = 1e-6
        columns = [
            (self.flux(phi + small * unit, j, cosine) - self.flux(phi - small * unit, j, cosine)) / (2 * small)
            for unit in np.eye(len(phi))
        ]
        return np.linalg.eigvals(np.array(columns).T)

    def not_hyperbolic(self, phi, j, cosine):
        """Whether waves have complex speeds: no stable solution then. Source: Buerger et al. 2002, ZAMM 82(10) 699."""
        speeds = self.waves(phi, j, cosine)
        return bool(np.abs(speeds.imag).max() > 1e-3 * np.abs(speeds).max())

    def in_situ(self, rates, area, flow, cosine):
        """Fractions at which the rates [m3/s] are delivered, None where no such state is found."""
        wanted = rates / area
        found, _, status, _ = fsolve(
            lambda x: (self.flux(x, flow / area, cosine) - wanted) / wanted, rates / flow, xtol=1e-13, full_output=True
        )
        good = (
            status == 1
            and np.all(found > 0)
            and found.sum() < 0.45
            and np.all(np.abs(self.flux(found, flow / area, cosine) / wanted - 1) < 1e-9)
        )
        return found if good else None
