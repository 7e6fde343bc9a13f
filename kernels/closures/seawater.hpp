#pragma once
#include "kernels/math.hpp"

// Sea water from absolute pressure [Pa], in-situ temperature [deg C] and practical salinity [-].
// Density is EOS-80, sound speed Chen-Millero 1977, both of UNESCO technical paper 44 (Fofonoff & Millard 1983).
// Against TEOS-10 (GSW 3.6) on -2 to 40 deg C and 0 to 1000 bar at salinity 34.7: density within 0.02 kg/m3 (2e-5); sound speed within 0.8 m/s
// down to 2000 m, 0.9 m/s down to 6000 m below 30 deg C, 4.0 m/s at 40 deg C and 1000 bar, so rho c^2 within 0.1 %, there 0.5 %. Fresh water: 0.24 kg/m3,
// 1.8 m/s. Their temperature scale is IPTS-68, 1.00024 times ITS-90; not corrected (0.001 kg/m3 at 25 deg C).
// Range: salinity 0 to 42, -2 to 40 deg C, 0 to 1000 bar.
namespace riser {
namespace seawater_terms {
/// Pressure above one standard atmosphere [bar], which both formulas take.
RISER_HD constexpr Real gauge_bar(Real pressure) { return (pressure - 101325) * 1e-5; }

RISER_HD inline Real surface_density(Real t, Real s) {
  const Real curvature = -9.095290e-3 + t * (1.001685e-4 + t * (-1.120083e-6 + t * 6.536332e-9));
  const Real pure = 999.842594 + t * (6.793952e-2 + t * curvature);
  const Real a = 8.24493e-1 + t * (-4.0899e-3 + t * (7.6438e-5 + t * (-8.2467e-7 + t * 5.3875e-9)));
  const Real b = -5.72466e-3 + t * (1.0227e-4 - t * 1.6546e-6);
  return pure + s * (a + b * math::sqrt(s) + 4.8314e-4 * s);
}

/// Secant bulk modulus K = p/(1 - rho_0/rho) [bar].
RISER_HD inline Real secant_modulus(Real p, Real t, Real s) {
  const Real root = math::sqrt(s);
  const Real pure = 19652.21 + t * (148.4206 + t * (-2.327105 + t * (1.360477e-2 - t * 5.155288e-5)));
  const Real k1 = 54.6746 + t * (-0.603459 + t * (1.09987e-2 - t * 6.1670e-5));
  const Real k2 = 7.944e-2 + t * (1.6483e-2 - t * 5.3009e-4);
  const Real a = 3.239908 + t * (1.43713e-3 + t * (1.16092e-4 - t * 5.77905e-7)) +
                 s * (2.2838e-3 + t * (-1.0981e-5 - t * 1.6078e-6) + 1.91075e-4 * root);
  const Real b = 8.50935e-5 + t * (-6.12293e-6 + t * 5.2787e-8) +
                 s * (-9.9348e-7 + t * (2.0816e-8 + t * 9.1697e-10));
  return pure + s * (k1 + k2 * root) + p * (a + p * b);
}

RISER_HD inline Real pure_sound_speed(Real p, Real t) {
  const Real c0 = 1402.388 + t * (5.03711 + t * (-5.80852e-2 + t * (3.3420e-4 + t * (-1.47800e-6 + t * 3.1464e-9))));
  const Real c1 = 0.153563 + t * (6.8982e-4 + t * (-8.1788e-6 + t * (1.3621e-7 - t * 6.1185e-10)));
  const Real c2 = 3.1260e-5 + t * (-1.7107e-6 + t * (2.5974e-8 + t * (-2.5335e-10 + t * 1.0405e-12)));
  const Real c3 = -9.7729e-9 + t * (3.8504e-10 - t * 2.3643e-12);
  return c0 + p * (c1 + p * (c2 + p * c3));
}

RISER_HD inline Real salt_sound_speed(Real p, Real t, Real s) {
  const Real a0 = 1.389 + t * (-1.262e-2 + t * (7.164e-5 + t * (2.006e-6 - t * 3.21e-8)));
  const Real a1 = 9.4742e-5 + t * (-1.2580e-5 + t * (-6.4885e-8 + t * (1.0507e-8 - t * 2.0122e-10)));
  const Real a2 = -3.9064e-7 + t * (9.1041e-9 + t * (-1.6002e-10 + t * 7.988e-12));
  const Real a3 = 1.100e-10 + t * (6.649e-12 - t * 3.389e-13);
  const Real b = -1.922e-2 - 4.42e-5 * t + (7.3637e-5 + 1.7945e-7 * t) * p;
  const Real d = 1.727e-3 - 7.9836e-6 * p;
  return s * (a0 + p * (a1 + p * (a2 + p * a3)) + b * math::sqrt(s) + d * s);
}
}  // namespace seawater_terms

/// Density [kg/m3]: rho_0(T, S)/(1 - p/K(p, T, S)). EOS-80.
struct SeawaterDensity {
  RISER_HD Real operator()(Real pressure, Real temperature, Real salinity) const {
    const Real p = seawater_terms::gauge_bar(pressure);
    const Real surface = seawater_terms::surface_density(temperature, salinity);
    return surface / (1 - p / seawater_terms::secant_modulus(p, temperature, salinity));
  }
};

/// Speed of sound [m/s]. Chen & Millero 1977, J. Acoust. Soc. Am. 62 1129.
struct SeawaterSoundSpeed {
  RISER_HD Real operator()(Real pressure, Real temperature, Real salinity) const {
    const Real p = seawater_terms::gauge_bar(pressure);
    return seawater_terms::pure_sound_speed(p, temperature) + seawater_terms::salt_sound_speed(p, temperature, salinity);
  }
};

/// Isentropic bulk modulus rho c^2 [Pa], the one a pressure wave feels.
struct SeawaterBulkModulus {
  RISER_HD Real operator()(Real pressure, Real temperature, Real salinity) const {
    return SeawaterDensity{}(pressure, temperature, salinity) *
           square(SeawaterSoundSpeed{}(pressure, temperature, salinity));
  }
};

/// Dynamic viscosity [Pa s] at atmospheric pressure: mu_w (1 + A S + B S^2), S in kg/kg (practical salinity taken as g/kg
/// times 35.16504/35, the reference-salinity ratio). Range 0 to 180 deg C, S to 0.15; pressure to 200 bar changes it by
/// under 2 %, left out. Source: Sharqawy, Lienhard & Zubair 2010, Desalin. Water Treat. 16 354, eq. 22-23.
struct SeawaterViscosity {
  RISER_HD Real operator()(Real temperature, Real salinity) const {
    const Real t = temperature, s = salinity * (35.16504e-3 / 35);
    const Real pure = 4.2844e-5 + 1 / (0.157 * square(t + 64.993) - 91.296);
    const Real a = 1.541 + t * (1.998e-2 - t * 9.52e-5), b = 7.974 + t * (-7.561e-2 + t * 4.724e-4);
    return pure * (1 + s * (a + s * b));
  }
};
}  // namespace riser
