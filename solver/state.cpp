#include "solver/state.hpp"

#include <algorithm>

namespace riser {
namespace {

std::vector<double> values_of(const StatePart& part) {
  if (part.whole) return {static_cast<double>(*part.whole)};
  if (part.number) return {static_cast<double>(*part.number)};
  if (part.flag) return {*part.flag ? 1.0 : 0.0};
  return {part.values, part.values + part.count};
}

void put(const std::vector<double>& values, const StatePart& part) {
  if (part.whole) *part.whole = static_cast<long>(values[0]);
  else if (part.number) *part.number = static_cast<int>(values[0]);
  else if (part.flag) *part.flag = values[0] != 0;
  else std::copy(values.begin(), values.end(), part.values);
}

/// A count that a long cannot hold would be undefined behaviour.
bool fits(const std::vector<double>& values, const StatePart& part) {
  return values.size() == part.count && (!(part.whole || part.number) || (values[0] >= -1 && values[0] <= (part.whole ? 9e15 : 2e9)));
}
}  // namespace

State copy_state(const std::vector<StatePart>& parts) {
  State state;
  state.reserve(parts.size());
  for (const StatePart& part : parts) state.push_back({part.name, values_of(part)});
  return state;
}

void restore_state(const State& state, const std::vector<StatePart>& parts) {
  if (state.size() != parts.size()) throw std::invalid_argument("the state has " + std::to_string(state.size()) + " parts, the case " + std::to_string(parts.size()));
  std::vector<const NamedValues*> found;
  for (const StatePart& part : parts) {
    const auto at = std::find_if(state.begin(), state.end(), [&](const NamedValues& v) { return v.name == part.name; });
    if (at == state.end()) throw std::invalid_argument("the state has no " + part.name);
    if (!fits(at->values, part))
      throw std::invalid_argument("the state's " + part.name + " has " + std::to_string(at->values.size()) + " values, the case " + std::to_string(part.count));
    found.push_back(&*at);
  }
  for (std::size_t i = 0; i < parts.size(); ++i) put(found[i]->values, parts[i]);
}

const std::vector<double>& part_of(const State& state, const std::string& name) {
  const auto at = std::find_if(state.begin(), state.end(), [&](const NamedValues& part) { return part.name == name; });
  if (at == state.end()) throw std::invalid_argument("the state has no " + name);
  return at->values;
}
}  // namespace riser
