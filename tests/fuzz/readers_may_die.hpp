#pragma once
#include <pthread.h>

#if defined(__clang__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace riser::fuzz {

#if defined(__clang__)
inline void forget_the_fuzzer() { __sanitizer_set_death_callback([] {}); }
#else
inline void forget_the_fuzzer() {}
#endif

/// The HDF5 library is not ours: the process that reads with it may crash, the one that asked may not. What libFuzzer does when a process dies,
/// it shall not do for the one that reads.
inline bool readers_may_die() { return pthread_atfork(nullptr, nullptr, forget_the_fuzzer) == 0; }
}  // namespace riser::fuzz
