#include "solver/section_module.hpp"

#include <exception>
#include <string>

namespace riser {
namespace {

template <int N>
class Guarded final : public SectionModule<N> {
 public:
  const char* start(SectionState<N>& section) noexcept override {
    return guard([&] {
      executor_ = make_module_section_executor<N>();
      executor_->start(section);
    });
  }
  const char* advance(SectionState<N>& section, double target) noexcept override {
    return guard([&] { executor_->advance(section, target); });
  }
  const char* fetch(SectionState<N>& section) noexcept override {
    return guard([&] { executor_->fetch(section); });
  }
  const char* put(SectionState<N>& section) noexcept override {
    return guard([&] { executor_->put(section); });
  }

 private:
  template <class F>
  const char* guard(F f) noexcept {
    try {
      f();
      return nullptr;
    } catch (const std::exception& error) {
      error_ = error.what();
      return error_.c_str();
    }
  }
  std::unique_ptr<SectionExecutor<N>> executor_;
  std::string error_;
};

template <int N>
void* make(std::size_t state_bytes) {
  return state_bytes == sizeof(SectionState<N>) ? static_cast<SectionModule<N>*>(new Guarded<N>) : nullptr;
}
}  // namespace
}  // namespace riser

/// What riser::section_factory_name names.
extern "C" [[gnu::visibility("default")]] void* riser_section_executor(int classes, std::size_t state_bytes) {
  switch (classes) {
    case 0: return riser::make<0>(state_bytes);
    case 1: return riser::make<1>(state_bytes);
    case 2: return riser::make<2>(state_bytes);
    case 3: return riser::make<3>(state_bytes);
    case 4: return riser::make<4>(state_bytes);
    case 5: return riser::make<5>(state_bytes);
    case 6: return riser::make<6>(state_bytes);
    default: return nullptr;
  }
}
