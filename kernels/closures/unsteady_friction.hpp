#pragma once
#include "kernels/math.hpp"

// Extra wall friction of an accelerating flow: dp/ds = -rho k (dV/dt + a sign(V) |dV/ds|), k = sqrt(C*)/2. The first part is
// inertia, the second damps the waves. Source: Brunone, Golia & Greco 1991; sign after Vitkovsky et al. 2000; C* of Vardy &
// Brown 2003, J. Sound Vib. 259 1011: smooth pipe, Re up to 1e8; laminar C* = 0.00476.
namespace riser {

struct BrunoneCoefficient {
  /// k [-] from the Reynolds number.
  RISER_HD Real operator()(Real reynolds) const {
    const Real re = max(reynolds, 2000.0), log_re = math::log10(re);
    const Real exponent = math::log10(14.3) - 0.05 * log_re;  // log10(14.3/Re^0.05)
    const Real turbulent = 7.41 * math::exp(-exponent * log_re * math::log_of_10);
    return 0.5 * math::sqrt(reynolds < 2000 ? 0.00476 : turbulent);
  }
};
}  // namespace riser
