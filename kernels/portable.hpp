#pragma once
// The only macros of the project: a function marked RISER_HD runs on the host and on a CUDA device, a loop over the
// classes marked RISER_UNROLL is written out, so that the loop over the cells around it vectorises; an iteration marked
// RISER_UNROLL_ON_HOST is written out on the host alone.
#ifdef __CUDACC__
#define RISER_HD __host__ __device__
#define RISER_UNROLL _Pragma("unroll")
#define RISER_UNROLL_ON_HOST _Pragma("unroll 1")
#else
#define RISER_HD
#define RISER_UNROLL _Pragma("GCC unroll 16")
#define RISER_UNROLL_ON_HOST RISER_UNROLL
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
