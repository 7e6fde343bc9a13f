#pragma once
#include "io/config/config.hpp"
#include "io/config/units.hpp"
#include "tests/fuzz/memory_file.hpp"

namespace riser::fuzz {

/// Reads a case; what is good must print as a case that is good, too, and prints the same. Returns whether it was good.
inline bool read_twice(const std::string& text, const std::vector<std::string>& sets, const Units& units) {
  const Loaded first = load_text(text, "case.yaml", sets, units);
  for (const Problem& problem : first.problems) require(problem.line >= 0 && problem.column >= 0 && format(problem).size() < 4000, "a strange problem", format(problem));
  if (!first.problems.empty()) return false;
  const std::string printed = print_config(first.scenario);
  const Loaded second = load_text(printed, "case.yaml", {}, units);
  require(second.problems.empty(), "what was printed is refused", second.problems.empty() ? "" : format(second.problems[0]) + "\n" + printed);
  require(print_config(second.scenario) == printed, "what was printed reads back as something else", printed);
  return true;
}
}  // namespace riser::fuzz
