#pragma once
#include <cstddef>

// The border between the program, whose numbers are doubles, and the kernels compiled with numbers that count: views of one layout.
namespace riser_counted_border {

/// Steps of one riser until `target` [s]. `view`: a riser::RiserView<classes>, whose size is checked. Classes: 1 or 3.
void advance_riser(int classes, const void* view, std::size_t size, double target);

/// Steps of a section of two classes while its clock is before `target`; `transform`: of one row of `length` complex numbers.
using Transform = void (*)(double* row, bool backward);
void advance_section(const void* view, std::size_t size, double target, Transform transform);
}  // namespace riser_counted_border
