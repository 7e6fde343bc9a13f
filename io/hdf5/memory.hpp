#pragma once
#include <string>

namespace riser {

/// [bytes] of this machine, or what a container or a limit (ulimit -v) leaves of it; infinite where nothing tells.
double machine_memory();
/// "needs about 41 GB of memory; there are 8.3 GB here" where so many bytes do not fit, else "".
std::string beyond_memory(double bytes);

/// [bytes] that a run takes on the host at its most, over the cells along the pipe, or over rings and slices. Measured with 400,000 and 512,000
/// cells and 0 to 6 classes, on 2026-11-26; the same with heat and waves or without, within 4 %.
inline double axial_memory(double cells, double classes) { return 8 * cells * (131 + 8.4 * classes); }
inline double section_memory(double cells, double classes) { return 8 * cells * (46 + 7.8 * classes); }

/// "4.1 GB"
std::string gigabytes(double bytes);
}  // namespace riser
