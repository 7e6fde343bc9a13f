#pragma once
#include <cmath>
#include <vector>

namespace riser {

/// Solves the dense system a x = b (row-major, n x n) by Gaussian elimination with partial pivoting.
/// Used once, at set-up, on systems of at most 16 unknowns.
inline std::vector<double> solve_dense(std::vector<double> a, std::vector<double> b) {
  const size_t n = b.size();
  for (size_t c = 0; c < n; ++c) {
    size_t pivot = c;
    for (size_t i = c + 1; i < n; ++i)
      if (std::abs(a[i * n + c]) > std::abs(a[pivot * n + c])) pivot = i;
    for (size_t j = 0; j < n; ++j) std::swap(a[c * n + j], a[pivot * n + j]);
    std::swap(b[c], b[pivot]);
    for (size_t i = c + 1; i < n; ++i) {
      const double factor = a[i * n + c] / a[c * n + c];
      for (size_t j = c; j < n; ++j) a[i * n + j] -= factor * a[c * n + j];
      b[i] -= factor * b[c];
    }
  }
  for (size_t c = n; c-- > 0;) {
    for (size_t j = c + 1; j < n; ++j) b[c] -= a[c * n + j] * b[j];
    b[c] /= a[c * n + c];
  }
  return b;
}

/// Chebyshev nodes on -1..1: where an interpolating polynomial errs least.
inline std::vector<double> chebyshev_nodes(int count) {
  std::vector<double> x;
  for (int i = 0; i < count; ++i) x.push_back(std::cos(3.14159265358979323846 * (i + 0.5) / count));
  return x;
}

/// Coefficients c (c[0] + c[1] x + ...) of the polynomial through f at the nodes x.
template <class F>
std::vector<double> polynomial_through(const std::vector<double>& nodes, F f) {
  std::vector<double> matrix, values;
  for (double x : nodes) {
    for (size_t j = 0; j < nodes.size(); ++j) matrix.push_back(std::pow(x, static_cast<double>(j)));
    values.push_back(f(x));
  }
  return solve_dense(matrix, values);
}

/// Through the `count` Chebyshev nodes of -1..1.
template <class F>
std::vector<double> fit_polynomial(int count, F f) {
  return polynomial_through(chebyshev_nodes(count), f);
}

/// Over 0..1, through `count` points that crowd at the ends and hold them (Chebyshev's of the second kind): neighbouring fits meet.
template <class F>
std::vector<double> fit_polynomial_with_ends(int count, F f) {
  std::vector<double> nodes;
  for (int i = 0; i < count; ++i) nodes.push_back(0.5 - 0.5 * std::cos(3.14159265358979323846 * i / (count - 1)));
  return polynomial_through(nodes, f);
}
}  // namespace riser
