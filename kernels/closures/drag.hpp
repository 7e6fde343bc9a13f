#pragma once
#include "kernels/math.hpp"

// Drag coefficient C_d [-] of one grain in an endless liquid, from its Reynolds number rho_l w d/mu > 0.
namespace riser {

/// Schiller-Naumann: C_d = 24/Re (1 + 0.15 Re^0.687), never less than 0.44. Sphere, Re < 2e5.
/// Source: Schiller & Naumann 1933, Z. Ver. Deutsch. Ing. 77 318.
struct SchillerNaumann {
  RISER_HD Real operator()(Real reynolds) const {
    return max(24 / reynolds * (1 + 0.15 * math::pow(reynolds, 0.687)), 0.44);
  }
};

/// Haider-Levenspiel: C_d = 24/Re (1 + 0.1806 Re^0.6459) + 0.4251/(1 + 6880.95/Re). Sphere, Re < 2.6e5.
/// Source: Haider & Levenspiel 1989, Powder Technol. 58 63.
struct HaiderLevenspiel {
  RISER_HD Real operator()(Real reynolds) const {
    return 24 / reynolds * (1 + 0.1806 * math::pow(reynolds, 0.6459)) + 0.4251 / (1 + 6880.95 / reynolds);
  }
};

/// Haider-Levenspiel for grains that are not spheres: C_d = 24/Re (1 + A Re^B) + C/(1 + D/Re), d of the sphere of equal
/// volume. Sphericity 0.5 to 1, Re < 2.5e4. Source: Haider & Levenspiel 1989, Powder Technol. 58 63.
struct NonSphericalHaiderLevenspiel {
  Real sphericity;  // [-], surface of the sphere of equal volume over that of the grain
  RISER_HD Real operator()(Real reynolds) const {
    const Real s = sphericity;
    const Real a = math::exp(2.3288 - s * (6.4581 - s * 2.4486));
    const Real b = 0.0964 + 0.5565 * s;
    const Real c = math::exp(4.905 - s * (13.8944 - s * (18.4222 - s * 10.2599)));
    const Real d = math::exp(1.4681 + s * (12.2584 - s * (20.7322 - s * 15.8855)));
    return 24 / reynolds * (1 + a * math::pow(reynolds, b)) + c / (1 + d / reynolds);
  }
};

/// Clift-Grace-Weber standard drag curve in ten pieces (small steps between them). Sphere, any Re. From Re 4e5 to 1e6 some open tools have
/// 0.19 w - 0.49, which jumps from 0.089 to 0.574; 0.1 w - 0.49 meets both neighbours (0.070, 0.110).
/// Source: Clift, Grace & Weber 1978, Bubbles, Drops and Particles, table 5.2.
struct Clift {
  RISER_HD Real operator()(Real reynolds) const {
    const Real w = math::log10(reynolds);
    if (reynolds < 0.01) return 24 / reynolds + 3.0 / 16;
    if (reynolds < 20) return 24 / reynolds * (1 + 0.1315 * math::pow(reynolds, 0.82 - 0.05 * w));
    if (reynolds < 260) return 24 / reynolds * (1 + 0.1935 * math::pow(reynolds, 0.6305));
    if (reynolds < 1500) return math::pow(10, 1.6435 - w * (1.1242 - w * 0.1558));
    if (reynolds < 12000) return math::pow(10, -2.4571 + w * (2.5558 - w * (0.9295 - w * 0.1049)));
    if (reynolds < 44000) return math::pow(10, -1.9181 + w * (0.6370 - w * 0.0636));
    if (reynolds < 338000) return math::pow(10, -4.3390 + w * (1.5809 - w * 0.1546));
    if (reynolds < 400000) return 29.78 - 5.3 * w;
    if (reynolds < 1e6) return 0.1 * w - 0.49;
    return 0.19 - 8e4 / reynolds;
  }
};

/// Cheng: C_d = 24/Re (1 + 0.27 Re)^0.43 + 0.47 (1 - exp(-0.04 Re^0.38)). Sphere, Re < 2e5.
/// Source: Cheng 2009, Powder Technol. 189 395.
struct Cheng {
  RISER_HD Real operator()(Real reynolds) const {
    return 24 / reynolds * math::pow(1 + 0.27 * reynolds, 0.43) +
           0.47 * (1 - math::exp(-0.04 * math::pow(reynolds, 0.38)));
  }
};
}  // namespace riser
