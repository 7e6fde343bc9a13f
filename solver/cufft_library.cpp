#include "solver/cufft_library.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "solver/simulation.hpp"

namespace riser {
namespace {

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// Newest first; a name without a folder is the loader's to find (LD_LIBRARY_PATH, ldconfig).
std::vector<std::string> candidates() {
  if (const std::string asked = setting("RISER_CUFFT"); !asked.empty()) return {asked};
  std::vector<std::string> folders = {""};
  for (const char* name : {"CUDA_HOME", "CUDA_PATH"})
    if (const std::string toolkit = setting(name); !toolkit.empty()) folders.push_back(toolkit + "/lib64/");
  for (const char* folder : {"/usr/local/cuda/lib64/", "/usr/local/cuda/targets/x86_64-linux/lib/", "/usr/local/cuda/lib/"}) folders.push_back(folder);
  std::vector<std::string> all;
  for (const std::string& folder : folders)
    for (const char* file : {"libcufft.so.12", "libcufft.so.11", "libcufft.so.10", "libcufft.so"}) all.push_back(folder + file);
  return all;
}

template <class Function>
void find(void* library, const std::string& path, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (!function) throw DeviceError(path + " is not cuFFT: it has no " + name);
}
}  // namespace

CufftLibrary load_cufft() {
  std::string reasons;
  for (const std::string& path : candidates()) {
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) {
      if (path.find('/') == std::string::npos || !setting("RISER_CUFFT").empty()) reasons += std::string("\n  ") + dlerror();
      continue;
    }
    CufftLibrary found{};
    find(library, path, "cufftPlanMany", found.plan_many);
    find(library, path, "cufftSetStream", found.set_stream);
    find(library, path, "cufftExecZ2Z", found.execute);
    find(library, path, "cufftDestroy", found.destroy);
    return found;
  }
  throw DeviceError("the axisymmetric model on a GPU needs cuFFT of a CUDA toolkit (libcufft.so), which was not found; RISER_CUFFT=/path/to/libcufft.so.N "
                    "names it, --device cpu does without:" + reasons);
}

const CufftLibrary& cufft() {
  static const CufftLibrary library = load_cufft();
  return library;
}
}  // namespace riser
