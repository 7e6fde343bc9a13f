#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

#include "solver/section_module.hpp"
#include "solver/simulation.hpp"

// The axisymmetric model's CUDA backend is loaded when it is asked for, so that nothing else carries its kernels or needs cuFFT.
namespace riser {
namespace {

/// Beside the program, in the tree that it is installed in, or in the folder that RISER_MODULES names.
std::filesystem::path module_folder() {
  if (const char* folder = std::getenv("RISER_MODULES")) return folder;
  std::error_code unread;
  const std::filesystem::path beside = std::filesystem::read_symlink("/proc/self/exe", unread).parent_path(), installed = beside / "../lib/riser";
  return std::filesystem::exists(installed / section_module, unread) ? installed : beside;
}

std::string last_error() {
  const char* text = dlerror();
  return text ? text : "no reason given";
}

/// The library stays until the program ends: executors are its code.
SectionFactory find_factory(const std::filesystem::path& path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library)
    throw DeviceError("the CUDA module of the axisymmetric model cannot be loaded (" + last_error() +
                      "); it lies beside the program or in RISER_MODULES; use --device cpu or auto");
  void* found = dlsym(library, section_factory_name);
  if (!found) throw DeviceError(path.string() + " is not the CUDA module of the axisymmetric model (" + last_error() + "); use --device cpu or auto");
  return reinterpret_cast<SectionFactory>(found);
}

/// What the module says, as exceptions of the program.
template <int N>
class LoadedExecutor final : public SectionExecutor<N> {
 public:
  explicit LoadedExecutor(SectionModule<N>* module) : module_(module) {}
  void start(SectionState<N>& section) override { raise(module_->start(section)); }
  void advance(SectionState<N>& section, double target) override { raise(module_->advance(section, target)); }
  void fetch(SectionState<N>& section) override { raise(module_->fetch(section)); }
  void put(SectionState<N>& section) override { raise(module_->put(section)); }

 private:
  static void raise(const char* trouble) {
    if (trouble) throw DeviceError(trouble);
  }
  std::unique_ptr<SectionModule<N>> module_;
};
}  // namespace

template <int N>
std::unique_ptr<SectionExecutor<N>> make_cuda_section_executor() {
  const std::filesystem::path path = module_folder() / section_module;
  void* made = find_factory(path)(N, sizeof(SectionState<N>));
  if (!made) throw DeviceError(path.string() + " was built from other sources than this program; build both anew, or use --device cpu or auto");
  return std::make_unique<LoadedExecutor<N>>(static_cast<SectionModule<N>*>(made));
}

template std::unique_ptr<SectionExecutor<0>> make_cuda_section_executor<0>();
template std::unique_ptr<SectionExecutor<1>> make_cuda_section_executor<1>();
template std::unique_ptr<SectionExecutor<2>> make_cuda_section_executor<2>();
template std::unique_ptr<SectionExecutor<3>> make_cuda_section_executor<3>();
template std::unique_ptr<SectionExecutor<4>> make_cuda_section_executor<4>();
template std::unique_ptr<SectionExecutor<5>> make_cuda_section_executor<5>();
template std::unique_ptr<SectionExecutor<6>> make_cuda_section_executor<6>();
}  // namespace riser
