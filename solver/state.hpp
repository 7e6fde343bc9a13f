#pragma once
#include <stdexcept>
#include <string>
#include <vector>

namespace riser {

/// Values of a run under the name that the kernels' view gives them, in SI.
struct NamedValues {
  std::string name;
  std::vector<double> values;
};

/// All that a run of the same case needs to go on to the same bits.
using State = std::vector<NamedValues>;

/// Where a part of a state lives: an array, or one number of another type.
struct StatePart {
  std::string name;
  double* values = nullptr;
  std::size_t count = 1;
  long* whole = nullptr;
  bool* flag = nullptr;
  int* number = nullptr;
};

/// Copies of the parts.
State copy_state(const std::vector<StatePart>& parts);
/// Puts a state back. Throws std::invalid_argument, before anything is changed, where a part is missing, is too many or has another length.
void restore_state(const State& state, const std::vector<StatePart>& parts);
/// The values under a name. Throws std::invalid_argument where there are none.
const std::vector<double>& part_of(const State& state, const std::string& name);
}  // namespace riser
