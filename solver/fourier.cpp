#include "solver/fourier.hpp"

#include <algorithm>
#include <complex>
#include <vector>

#ifdef RISER_FFTW
#include <fftw3.h>

#include <mutex>
#else
#include <kissfft/kissfft.hh>
#endif

// One of two libraries, chosen when the program is built: kissfft (permissive, the default) or FFTW (GPL, faster).
namespace riser {
using Complex = std::complex<double>;

#ifdef RISER_FFTW
struct Fourier::Plans {
  fftw_plan forward, backward;
  explicit Plans(int length) {
    static std::mutex planner;  // FFTW's planner is not thread-safe
    const std::lock_guard lock(planner);
    std::vector<Complex> row(length);
    auto* data = reinterpret_cast<fftw_complex*>(row.data());
    forward = fftw_plan_dft_1d(length, data, data, FFTW_FORWARD, FFTW_ESTIMATE | FFTW_UNALIGNED);
    backward = fftw_plan_dft_1d(length, data, data, FFTW_BACKWARD, FFTW_ESTIMATE | FFTW_UNALIGNED);
  }
  ~Plans() { fftw_destroy_plan(forward), fftw_destroy_plan(backward); }
  void run(Complex* row, bool back) {
    auto* data = reinterpret_cast<fftw_complex*>(row);
    fftw_execute_dft(back ? backward : forward, data, data);
  }
};
#else
struct Fourier::Plans {
  kissfft<double> forward, backward;
  std::vector<Complex> work;
  explicit Plans(int length) : forward(length, false), backward(length, true), work(length) {}
  void run(Complex* row, bool back) {
    std::copy(row, row + work.size(), work.begin());
    (back ? backward : forward).transform(work.data(), row);
  }
};
#endif

Fourier::Fourier(int length) : plans_(std::make_unique<Plans>(length)) {}
Fourier::~Fourier() = default;
Fourier::Fourier(Fourier&&) noexcept = default;
void Fourier::transform(double* row, bool backward) { plans_->run(reinterpret_cast<Complex*>(row), backward); }
}  // namespace riser
