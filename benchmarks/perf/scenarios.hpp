#pragma once
#include "solver/scenario.hpp"

// The risers that are timed and whose operations are counted.
namespace riser::perf {
inline constexpr int riser_cells = 6000;  // of 1 m

/// Three slipping classes of nodules, seawater, Churchill friction, Taylor dispersion; with heat also the wall's storage.
Scenario three_classes(bool heat);
/// The same with another number of equal cells.
Scenario three_classes_in(int cells);
/// A carrier class whose wall shear stress follows from Herschel-Bulkley's law.
Scenario mud();
/// Waves with a booster station and a check valve. A start from rest tears the column, and from then on a sub-step costs more.
Scenario elastic(bool torn);
/// The axisymmetric model in full but for heat: turbulent, two classes of grains, 48 rings; 2,400 slices are larger than the caches.
Scenario section(int slices);
/// The nodules' sizing on the riser above: 1,134 designs at 51 concentrations.
Scenario sizing();
}  // namespace riser::perf
