#pragma once
#include "kernels/closures/drag.hpp"

// One grain falling in still liquid, and how neighbours and the wall slow it. Velocities are positive downward: a grain
// lighter than the liquid has a negative terminal velocity.
namespace riser {

/// Grain Reynolds number |w| d rho_l/mu [-].
RISER_HD inline Real grain_reynolds(Real velocity, Real diameter, Real liquid_density, Real viscosity) {
  return math::abs(velocity) * diameter * liquid_density / viscosity;
}

/// Ferguson-Church: w = R g d^2/(18 nu + sqrt(0.75 C2 R g d^3)), R = (rho_s - rho_l)/rho_l [m/s].
/// C2 0.4 for spheres, 1.0 for natural grains. Tested for d 0.06 to 10 mm.
/// Source: Ferguson & Church 2004, J. Sed. Res. 74 933.
struct FergusonChurch {
  Real c2;  // [-]
  RISER_HD Real operator()(Real diameter, Real grain_density, Real liquid_density, Real viscosity) const {
    const Real excess = (grain_density - liquid_density) / liquid_density;
    const Real drive = math::abs(excess) * gravity * square(diameter);
    if (!(drive > 0)) return 0;
    const Real velocity = drive / (18 * viscosity / liquid_density + math::sqrt(0.75 * c2 * drive * diameter));
    return math::with_sign(velocity, excess);
  }
};

/// ln(C_d Re^2) less its value at the balance of weight and drag, 4/3 Ar; zero at ln Re of the terminal velocity.
template <class Drag>
struct TerminalBalance {
  Drag drag;
  Real log_target;
  RISER_HD Real operator()(Real log_reynolds) const {
    return math::log(drag(math::exp(log_reynolds))) + 2 * log_reynolds - log_target;
  }
};

/// Terminal velocity [m/s] of a grain with a drag law C_d(Re): C_d Re^2 = 4/3 Ar, Ar = rho_l |rho_s - rho_l| g d^3/mu^2.
/// Bracketed by 24/Re <= C_d <= 120/Re + 50. viscosity [Pa s], densities [kg/m3], diameter [m].
template <class Drag>
RISER_HD inline Real terminal_velocity(const Drag& drag, Real diameter, Real grain_density, Real liquid_density,
                                       Real viscosity) {
  const Real excess = grain_density - liquid_density;
  const Real target = 4.0 / 3.0 * liquid_density * math::abs(excess) * gravity * cube(diameter) / square(viscosity);
  if (!(target > 0)) return 0;
  const Real lowest = target / (60 + math::sqrt(3600 + 50 * target)), highest = target / 24;
  const TerminalBalance<Drag> balance{drag, math::log(target)};
  // A hair wider than the bounds: some laws touch Stokes to rounding.
  const Real low = math::log(lowest) - 1e-9, high = math::log(highest) + 1e-9;
  const Real root = math::bracketed_root<60>(balance, low, balance(low), high);
  return math::with_sign(math::exp(root) * viscosity / (liquid_density * diameter), excess);
}

/// Exponent n of v = w (1 - phi)^n by Richardson & Zaki 1954 (wide pipe), from the grain Reynolds number at w.
struct RichardsonZakiExponent {
  RISER_HD Real operator()(Real reynolds) const {
    if (reynolds < 0.2) return 4.65;
    if (reynolds < 1) return 4.35 * math::pow(reynolds, -0.03);
    if (reynolds < 500) return 4.45 * math::pow(reynolds, -0.1);
    return 2.39;
  }
};

/// Exponent n = 2.35 (2 + 0.175 Re^0.75)/(1 + 0.175 Re^0.75). Source: Rowe 1987, Chem. Eng. Sci. 42 2795.
struct RoweExponent {
  RISER_HD Real operator()(Real reynolds) const {
    const Real x = 0.175 * math::pow(reynolds, 0.75);
    return 2.35 * (2 + x) / (1 + x);
  }
};

/// Exponent from (5.1 - n)/(n - 2.7) = 0.1 Re^0.9.
/// Source: Garside & Al-Dibouni 1977, Ind. Eng. Chem. Process Des. Dev. 16 206.
struct GarsideAlDibouniExponent {
  RISER_HD Real operator()(Real reynolds) const {
    const Real x = 0.1 * math::pow(reynolds, 0.9);
    return (5.1 + 2.7 * x) / (1 + x);
  }
};

/// Hindered settling velocity relative to the volume flux, v = w (1 - phi)^n [m/s]; 0 <= phi <= 1 total solids [-].
struct HinderedSettling {
  Real terminal_velocity;  // [m/s]
  Real exponent;           // [-], 2.3 to 5.1
  RISER_HD Real operator()(Real phi) const { return terminal_velocity * math::pow(1 - clamp(phi, 0, 1), exponent); }
};

/// Factor on w of a grain in a pipe: ((1 - x)/(1 - 0.33 x))^a, x = d/D, a = (3.3 + 0.085 Re)/(1 + 0.1 Re).
/// Source: Di Felice 1996, Int. J. Multiphase Flow 22 527.
struct DiFelice {
  RISER_HD Real operator()(Real diameter_ratio, Real reynolds) const {
    const Real x = clamp(diameter_ratio, 0, 1), a = (3.3 + 0.085 * reynolds) / (1 + 0.1 * reynolds);
    return math::pow((1 - x) / (1 - 0.33 * x), a);
  }
};
}  // namespace riser
