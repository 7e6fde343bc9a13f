#pragma once
#include <cstddef>
#include <memory>

#include "solver/section_executor.hpp"

// The border between the program and the shared library riser_section_cuda, which alone needs cuFFT: one function, found by its name.
namespace riser {

/// A SectionExecutor inside the module. What went wrong comes back as a text, null when nothing did: an exception must not cross the
/// border, where a program with its own copy of the C++ runtime would abort.
template <int N>
class SectionModule {
 public:
  virtual ~SectionModule() = default;
  virtual const char* start(SectionState<N>& section) noexcept = 0;
  virtual const char* advance(SectionState<N>& section, double target) noexcept = 0;
  virtual const char* fetch(SectionState<N>& section) noexcept = 0;
  virtual const char* put(SectionState<N>& section) noexcept = 0;
};

inline constexpr char section_module[] = "riser_section_cuda.so";
inline constexpr char section_factory_name[] = "riser_section_executor";
/// A new SectionModule<classes>, which the caller owns; null where the module has none for so many classes, or where it was compiled
/// with another SectionState, whose size in bytes is `state_bytes`.
using SectionFactory = void* (*)(int classes, std::size_t state_bytes);

/// Inside the module. Throws DeviceError.
template <int N>
std::unique_ptr<SectionExecutor<N>> make_module_section_executor();
}  // namespace riser
