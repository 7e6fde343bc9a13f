#pragma once
#include "kernels/math.hpp"

namespace riser {
/// Solids by volume [-] above which DNV-RP-O501 is outside its range and only ranks places against each other.
inline constexpr Real erosion_concentration_limit = 500e-6;

/// Wall lost per mass of sand through a smooth straight steel pipe [m/kg]: 2.5e-5 V^2.6 D^-2 in mm/year per kg/s, a year of
/// 365 days. 1 m/kg = 1e6 mm/t. Range: quartz sand, solids below 500 ppm by volume. Source: DNV-RP-O501, straight pipes.
struct StraightPipeErosion {
  RISER_HD Real operator()(Real velocity, Real bore) const {
    constexpr Real seconds_per_year = 365 * 86400.0, metres_per_millimetre = 1e-3;
    return 2.5e-5 * math::pow(math::abs(velocity), 2.6) / square(bore) * metres_per_millimetre / seconds_per_year;
  }
};
}  // namespace riser
