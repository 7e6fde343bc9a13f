#pragma once
#include <cufft.h>

// cuFFT as the machine has it: its name carries a version (CUDA 12 brings libcufft.so.11, CUDA 13 libcufft.so.12) and the four functions
// that are needed are the same in all, so they are looked up when the program runs and nothing is linked.
namespace riser {

struct CufftLibrary {
  decltype(&cufftPlanMany) plan_many;
  decltype(&cufftSetStream) set_stream;
  decltype(&cufftExecZ2Z) execute;
  decltype(&cufftDestroy) destroy;
};

/// From the file that RISER_CUFFT names, else by the loader's search, else from the usual folders of a toolkit. It stays loaded. Throws
/// DeviceError, which names what was looked for.
CufftLibrary load_cufft();
/// Loaded at the first call.
const CufftLibrary& cufft();
}  // namespace riser
