#pragma once
#include <vector>

#include "solver/section_snapshot.hpp"

namespace riser {

/// Coefficient K [m2/s] with which the section's mean of a passive scalar spreads along the pipe, long after it was let in, in the
/// parallel flow of `profile`:
///   K = <E> + (2/R^2) int_0^R [int_0^r (u - U) r' dr']^2 / (r E(r)) dr,   E = diffusivity + eddy viscosity/schmidt,  U = <u>
/// Laminar: E + R^2 U^2/(48 E). Sources: Aris 1956, Proc. R. Soc. A 235, 67; Elder 1959, J. Fluid Mech. 5, 544.
/// On the rings: the inner integral is exact on the faces, 1/(r E) is taken there, and the outer sum is that of the scheme's own diffusion,
/// so that the coefficient is the discrete model's, second order in the ring. `face`: of the rings [m].
double axial_dispersion(const SectionProfile& profile, const std::vector<double>& face, double diffusivity, double schmidt);
}  // namespace riser
