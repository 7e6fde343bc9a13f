#include "solver/section_dispersion.hpp"

#include <cmath>

namespace riser {

double axial_dispersion(const SectionProfile& profile, const std::vector<double>& face, double diffusivity, double schmidt) {
  const std::size_t rings = profile.velocity.size();
  const double per_area = 1 / (face.back() * face.back());  // ring areas below are over pi
  const auto ring = [&](std::size_t i) { return (face[i + 1] - face[i]) * (face[i + 1] + face[i]); };
  const auto spread = [&](std::size_t i) { return diffusivity + profile.eddy_viscosity[i] / schmidt; };
  double mean = 0, molecular = 0;
  for (std::size_t i = 0; i < rings; ++i) {
    mean += profile.velocity[i] * ring(i) * per_area;
    molecular += 0.5 * (spread(i) + spread(i + 1)) * ring(i) * per_area;
  }
  double shear = 0, moved = 0;  // moved: int (u - U) r dr up to the face
  for (std::size_t i = 1; i < rings; ++i) {
    moved += 0.5 * (profile.velocity[i - 1] - mean) * ring(i - 1);
    shear += moved * moved / (face[i] * spread(i)) * 0.5 * (face[i + 1] - face[i - 1]);
  }
  return molecular + 2 * per_area * shear;
}
}  // namespace riser
