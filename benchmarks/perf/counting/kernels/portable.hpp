#pragma once
// Stands before kernels/portable.hpp on the include path of the counting program: the same names, but Real is a number that counts what is
// done with it. The kernels are compiled as they are.
#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "benchmarks/perf/counting/tally.hpp"

#define RISER_HD
#define RISER_UNROLL
#define RISER_UNROLL_ON_HOST
#define flatten noinline  // inlining everything is for speed, and costs minutes here

namespace counting {
template <class T>
concept Plain = std::is_arithmetic_v<T>;

/// A double. Copying from and to the counted block is a read and a write of memory; arithmetic is counted by kind, comparisons, changes of
/// sign and absolute values are not.
class Number {
 public:
  Number() = default;
  template <Plain T>
  constexpr Number(T value) : value_(static_cast<double>(value)) {}
  constexpr Number(const Number& other) : value_(other.read()) {}
  constexpr Number& operator=(const Number& other) { return write(other.read()), *this; }
  template <Plain T>
  explicit constexpr operator T() const { return static_cast<T>(read()); }

  constexpr double read() const {
    if (!std::is_constant_evaluated()) now().access(this, false);
    return value_;
  }
  constexpr void write(double value) {
    if (!std::is_constant_evaluated()) now().access(this, true);
    value_ = value;
  }
  static riser::perf::Tally& now() { return *riser::perf::tally; }

 private:
  double value_;
};
static_assert(sizeof(Number) == sizeof(double));

constexpr void count(long riser::perf::Tally::*kind) {
  if (!std::is_constant_evaluated()) Number::now().*kind += 1;
}
/// What a sum or a product means to the count of multiply-adds.
constexpr double noted(long riser::perf::Tally::*kind, double a, double b, double result) {
  if (std::is_constant_evaluated()) return result;
  riser::perf::Tally& tally = Number::now();
  if (kind == &riser::perf::Tally::multiplications) tally.products.add(result);
  if (kind == &riser::perf::Tally::additions) tally.multiply_adds += tally.products.take(a) || tally.products.take(b);
  return result;
}
constexpr double value(const Number& x) { return x.read(); }
template <Plain T>
constexpr double value(T x) { return static_cast<double>(x); }
template <class A, class B>
concept Pair = (std::same_as<A, Number> && (std::same_as<B, Number> || Plain<B>)) || (Plain<A> && std::same_as<B, Number>);

#define COUNTING_OPERATOR(sign, kind)                                                      \
  template <class A, class B>                                                              \
    requires Pair<A, B>                                                                    \
  constexpr Number operator sign(const A& a, const B& b) {                                 \
    count(&riser::perf::Tally::kind);                                                      \
    const double x = value(a), y = value(b);                                               \
    return Number(noted(&riser::perf::Tally::kind, x, y, x sign y));                       \
  }                                                                                        \
  template <class B>                                                                       \
    requires Pair<Number, B>                                                               \
  constexpr Number& operator sign##=(Number& a, const B& b) {                              \
    count(&riser::perf::Tally::kind);                                                      \
    const double x = value(a), y = value(b);                                               \
    return a.write(noted(&riser::perf::Tally::kind, x, y, x sign y)), a;                   \
  }
#define COUNTING_COMPARISON(sign) \
  template <class A, class B>     \
    requires Pair<A, B>           \
  constexpr bool operator sign(const A& a, const B& b) { return value(a) sign value(b); }
COUNTING_OPERATOR(+, additions)
COUNTING_OPERATOR(-, additions)
COUNTING_OPERATOR(*, multiplications)
COUNTING_OPERATOR(/, divisions)
COUNTING_COMPARISON(<)
COUNTING_COMPARISON(>)
COUNTING_COMPARISON(<=)
COUNTING_COMPARISON(>=)
COUNTING_COMPARISON(==)
COUNTING_COMPARISON(!=)

constexpr Number operator-(const Number& x) { return Number(-x.read()); }
constexpr Number operator+(const Number& x) { return x; }
inline Number absolute(const Number& x) { return Number(std::fabs(x.read())); }
inline Number root(const Number& x) { return count(&riser::perf::Tally::roots), Number(std::sqrt(x.read())); }
// A few times a step, by the library; not counted.
inline Number ceil(const Number& x) { return Number(std::ceil(x.read())); }
inline Number floor(const Number& x) { return Number(std::floor(x.read())); }
inline Number sin(const Number& x) { return Number(std::sin(x.read())); }

template <class To, class From>
To bits_as(const From& from) {
  To to;
  std::memcpy(static_cast<void*>(&to), static_cast<const void*>(&from), sizeof to);
  if constexpr (std::same_as<From, Number>) from.read();
  return to;
}
}  // namespace counting

namespace std {  // the kernels call it by its full name, for pumps in four quadrants
inline counting::Number atan2(const counting::Number& y, const counting::Number& x) { return std::atan2(y.read(), x.read()); }
}  // namespace std

#define __builtin_fabs(x) counting::absolute(x)
#define __builtin_sqrt(x) counting::root(x)
#define __builtin_bit_cast(To, from) counting::bits_as<To>(from)

namespace riser_counted {
using Real = counting::Number;

inline constexpr Real gravity = 9.80665;  // [m/s2], standard
inline constexpr Real pi = 3.14159265358979323846;

constexpr Real min(Real a, Real b) { return a < b ? a : b; }
constexpr Real max(Real a, Real b) { return a > b ? a : b; }
constexpr Real clamp(Real x, Real low, Real high) { return min(max(x, low), high); }
constexpr Real square(Real x) { return x * x; }
constexpr Real cube(Real x) { return x * x * x; }
}  // namespace riser_counted
