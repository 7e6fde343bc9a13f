#pragma once
// The only macros of the project: a function marked RISER_HD runs on the host and on a CUDA device.
#ifdef __CUDACC__
#define RISER_HD __host__ __device__
#else
#define RISER_HD
#endif

namespace riser {
using Real = double;

inline constexpr Real gravity = 9.80665;  // [m/s2], standard
inline constexpr Real pi = 3.14159265358979323846;

RISER_HD constexpr Real min(Real a, Real b) { return a < b ? a : b; }
RISER_HD constexpr Real max(Real a, Real b) { return a > b ? a : b; }
RISER_HD constexpr Real clamp(Real x, Real low, Real high) { return min(max(x, low), high); }
RISER_HD constexpr Real square(Real x) { return x * x; }
RISER_HD constexpr Real cube(Real x) { return x * x * x; }
}  // namespace riser
