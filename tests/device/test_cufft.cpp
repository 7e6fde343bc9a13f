#include <catch2/catch.hpp>

#include <cstdlib>

#include "solver/cufft_library.hpp"
#include "solver/simulation.hpp"

using namespace riser;

// Needs no device and no cuFFT: what is said when the library is missing or another one. A GPU finds the right one in test_device.py.
TEST_CASE("a missing cuFFT is named, with what to do", "[cufft]") {
  setenv("RISER_CUFFT", "/nowhere/libcufft.so.12", 1);
  CHECK_THROWS_WITH(load_cufft(), Catch::Contains("needs cuFFT") && Catch::Contains("RISER_CUFFT=") && Catch::Contains("/nowhere/libcufft.so.12"));
  setenv("RISER_CUFFT", "libm.so.6", 1);
  CHECK_THROWS_WITH(load_cufft(), Catch::Contains("libm.so.6 is not cuFFT: it has no cufftPlanMany"));
  unsetenv("RISER_CUFFT");
}
