#pragma once
#include <string>

namespace riser {

/// [bytes] of this machine, or what a container or a limit (ulimit -v) leaves of it; infinite where nothing tells.
double machine_memory();
/// "needs about 41 GB of memory; there are 8.3 GB here" where so many bytes do not fit, else "".
std::string beyond_memory(double bytes);

/// [bytes] of a run's state and work space: about 40 arrays over the cells, or 25 over rings and slices, and some for each class.
inline double axial_memory(double cells, double classes) { return 8 * cells * (40 + 6 * classes); }
inline double section_memory(double cells, double classes) { return 8 * cells * (25 + 5 * classes); }

/// "4.1 GB"
std::string gigabytes(double bytes);
}  // namespace riser
