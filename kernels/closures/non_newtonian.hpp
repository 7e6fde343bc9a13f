#pragma once
#include "kernels/closures/carrier.hpp"
#include "kernels/closures/wall_friction.hpp"

// Yield-stress and shear-thinning carriers in a round pipe: tau = tau_y + K (shear rate)^n.
namespace riser {

/// Buckingham-Reiner: 8 V mu/D = tau_w (1 - 4/3 a + a^4/3), a = tau_y/tau_w, solved for tau_w [Pa], laminar Bingham flow.
/// viscosity: plastic [Pa s]; velocity >= 0 [m/s]; at rest tau_w = tau_y. Newton on the convex side, to machine precision.
/// Source: Buckingham 1921, Reiner 1926.
struct BuckinghamReiner {
  Real yield_stress, viscosity;  // [Pa], [Pa s]
  RISER_HD Real wall_shear_stress(Real velocity, Real bore) const {
    const Real newtonian = 8 * velocity * viscosity / bore;
    if (!(yield_stress > 0) || !(velocity > 0)) return newtonian + yield_stress;
    const Real flow = newtonian / yield_stress, root = math::sqrt(0.5 * flow);
    Real x = 1 + root * (1 + 5.0 / 6.0 * root);  // tau_w/tau_y: its series for slow flow
    for (int step = 0; step < 8; ++step) {
      const Real cubed = 1 / cube(x);
      x -= (x - 4.0 / 3.0 + cubed / 3 - flow) / max(1 - cubed / x, 1e-12);
      x = max(x, 1 + 1e-15);
    }
    return yield_stress * x;
  }
};

/// Darby-Melson: Fanning f = (f_L^m + f_T^m)^(1/m), m = 1.7 + 40000/Re, f_T = 10^a Re^-0.193,
/// a = -1.47 (1 + 0.146 exp(-2.9e-5 He)), Re = rho V D/mu, He = rho D^2 tau_y/mu^2, f_L Buckingham-Reiner.
/// Range: smooth pipe, He 1e3 to 1e8. Source: Darby & Melson 1981, Chem. Eng. 28 Dec. 59, with f_L exact.
struct DarbyMelson {
  Real density, yield_stress, viscosity;  // [kg/m3], [Pa], [Pa s] (plastic)
  RISER_HD Real laminar_darcy(Real velocity, Real bore) const {
    const BuckinghamReiner laminar{yield_stress, viscosity};
    return 8 * laminar.wall_shear_stress(velocity, bore) / (density * square(velocity));
  }
  RISER_HD Real turbulent_darcy(Real velocity, Real bore) const {
    const Real hedstrom = density * square(bore) * yield_stress / square(viscosity);
    const Real a = -1.47 * (1 + 0.146 * math::exp(-2.9e-5 * hedstrom));
    return 4 * math::exp(a * math::log_of_10) * math::pow(density * velocity * bore / viscosity, -0.193);
  }
  /// Darcy factor [-], velocity > 0 [m/s].
  RISER_HD Real operator()(Real velocity, Real bore) const {
    const Real m = 1.7 + 40000 * viscosity / (density * velocity * bore);
    const Real laminar = math::log(laminar_darcy(velocity, bore)), turbulent = math::log(turbulent_darcy(velocity, bore));
    const Real larger = max(laminar, turbulent), gap = min(laminar, turbulent) - larger;
    return math::exp(larger + math::log(1 + math::exp(m * gap)) / m);  // no overflow for the large m of slow flow
  }
};

/// Yield stress seen at a shear rate [1/s], Papanastasiou 1987: tau_y (1 - exp(-time shear_rate)), 0 at rest.
RISER_HD inline Real papanastasiou_yield_stress(Real yield_stress, Real shear_rate, Real time) {
  return yield_stress * (1 - math::exp(-time * math::abs(shear_rate)));
}

/// Exact laminar Herschel-Bulkley flow in a round pipe, with X = tau_w - tau_y and m = 1/n:
/// 8 V/D = 4 K^-m X^(m+1)/tau_w^3 (X^2/(m+3) + 2 tau_y X/(m+2) + tau_y^2/(m+1)).
/// Range: n 0.1 to 2. Source: integration of the profile, e.g. Govier & Aziz 1972.
struct HerschelBulkleyLaminar {
  Real yield_stress, consistency, index;  // [Pa], [Pa s^n], [-]

  /// The bracket of the formula [Pa2].
  RISER_HD Real profile(Real excess) const {
    const Real m = 1 / index;
    return square(excess) / (m + 3) + 2 * yield_stress * excess / (m + 2) + square(yield_stress) / (m + 1);
  }

  /// Mean velocity [m/s] at a wall shear stress [Pa]; 0 below the yield stress.
  RISER_HD Real velocity(Real wall_shear_stress, Real bore) const {
    const Real excess = wall_shear_stress - yield_stress;
    if (!(excess > 0)) return 0;
    const Real rate = math::pow(excess / consistency, 1 / index);
    return 0.5 * bore * rate * excess * profile(excess) / cube(wall_shear_stress);
  }

  /// Wall shear stress [Pa] at a mean velocity > 0 [m/s]. Newton in logarithms, where the slope d ln V/d ln X lies
  /// between m and m + 1, from the larger of the fast and the slow limit; each step held within a factor e^3. Four steps
  /// reach 1e-14 for an index from 0.2, one more covers 0.1.
  RISER_HD Real wall_shear_stress(Real velocity, Real bore) const {
    const Real m = 1 / index, target = math::log(2 * velocity / bore) + m * math::log(consistency);
    Real y = (target + math::log(m + 3)) * index;  // ln X of the power law
    y = max(y, (target + math::log(yield_stress * (m + 1))) / (m + 1));  // ln X next to the yield
    RISER_UNROLL_ON_HOST
    for (int step = 0; step < 5; ++step) {
      const Real excess = math::exp(y), tau = excess + yield_stress, bracket = profile(excess);
      const Real value = (m + 1) * y + math::log(bracket / cube(tau));
      const Real growth = 2 * excess * (excess / (m + 3) + yield_stress / (m + 2)) / bracket;
      y -= clamp((value - target) / (m + 1 + growth - 3 * excess / tau), -3, 3);
    }
    return yield_stress + math::exp(y);
  }
};

/// Wilson-Thomas: how much faster a turbulent flow runs than the Newtonian one with the same wall stress and the viscosity
/// at the wall, (V - V_N)/u* = 11.6 (alpha - 1) - 2.5 ln alpha - Omega [-], alpha = 2 (1 + n a)/(1 + n), a = tau_y/tau_w,
/// Omega = -2.5 ln(1 - a) - 2.5 a (1 + a/2). Source: Wilson & Thomas 1985, Can. J. Chem. Eng. 63 539.
struct WilsonThomas {
  Real index;  // [-]
  /// `share` = a below 1, `log_rest` = ln(1 - a).
  RISER_HD Real operator()(Real share, Real log_rest) const {
    const Real alpha = 2 * (1 + index * share) / (1 + index);
    return 11.6 * (alpha - 1) - 2.5 * math::log(alpha) + 2.5 * log_rest + 2.5 * share * (1 + 0.5 * share);
  }
};

/// Wall stress of a Herschel-Bulkley flow in every regime: tau = (tau_L^12 + tau_T^12)^(1/12), tau_L exact laminar,
/// tau_T = rho V_N^2 (A(Re_N) + B(Re_L))^(-1/8) with Churchill's A and B, V_N = V less the Wilson-Thomas gain,
/// Re_N = rho V_N D/mu_wall, Re_L = 8 rho V^2/tau_L (so f_L = 64/Re_L, and transition comes at Re_L near 2100).
/// With no yield and n = 1 this is Churchill, digit for digit. Implicit in tau: bracketed between tau_L and its update.
struct HerschelBulkleyFriction {
  Real velocity, bore, roughness;  // [m/s] > 0, [m], [m]
  CarrierFluid fluid;

  /// ln(update of tau/tau) from x = ln(tau - yield stress); its zero is the stress.
  RISER_HD Real mismatch(Real x, Real laminar) const {
    const Real least = 1e-12 * fluid.yield_stress, tau = fluid.yield_stress + max(math::exp(x), least);
    const Real log_tau = math::log(tau), log_rest = max(x - log_tau, -27.6);
    const Real gain = WilsonThomas{fluid.index}(fluid.yield_stress / tau, log_rest) * math::sqrt(tau / fluid.density);
    const Real newtonian = clamp(velocity - gain, 0.1 * velocity, velocity);
    const Real log_wall_viscosity = log_tau - (x - math::log(fluid.consistency)) / fluid.index;
    const Real a = churchill_a_of_log(log_wall_viscosity - math::log(fluid.density * newtonian * bore), roughness / bore);
    const Real resistance = a + churchill_b(laminar / (8 * fluid.density * square(velocity)));
    const Real turbulent = math::power_12(fluid.density * square(newtonian) / laminar) / (resistance * math::sqrt(resistance));
    return math::log((1 + turbulent) * math::power_12(laminar / tau)) / 12;
  }

  /// [Pa]. Six steps between the laminar stress and its update leave less than 1e-6 wherever they were tried (index 0.2 to
  /// 1.2, yield stress to 100 Pa, 1e-6 to 10 m/s), mostly 1e-12; no branch, so that a loop over cells runs in vectors.
  RISER_HD Real wall_shear_stress() const {
    const Real yield = fluid.yield_stress;
    const Real laminar = HerschelBulkleyLaminar{yield, fluid.consistency, fluid.index}.wall_shear_stress(velocity, bore);
    const auto value = [&](Real x) { return mismatch(x, laminar); };
    const Real low = math::log(laminar - yield), gap = max(value(low), 0), high = math::log(laminar * math::exp(gap) - yield);
    return yield + math::exp(math::bracketed_root<6>(value, low, gap, high));
  }
};

/// Wall shear stress [Pa] opposing the flow: odd in velocity [m/s], 0 at rest (the yield stress is what it jumps to).
/// bore, roughness [m]. Range: yield stress >= 0, index 0.1 to 2, laminar to turbulent, see HerschelBulkleyFriction.
RISER_HD inline Real herschel_bulkley_wall_shear_stress(Real velocity, Real bore, Real roughness,
                                                        const CarrierFluid& fluid) {
  const Real speed = math::abs(velocity);
  return math::with_sign(HerschelBulkleyFriction{max(speed, 1e-30), bore, roughness, fluid}.wall_shear_stress(), velocity);
}
}  // namespace riser
