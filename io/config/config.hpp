#pragma once
#include <string>
#include <vector>

#include "solver/scenario.hpp"

namespace riser {
class Units;

/// One thing wrong with a case, where it is and how to mend it. line and column count from 1; 0 = no place.
struct Problem {
  std::string file;
  int line = 0, column = 0;
  std::string key, message, hint;
};

struct Loaded {
  Scenario scenario;              // to be used only without problems
  std::vector<Problem> problems;  // all of them, in the order of the file
};

/// Reads and checks a case; `sets` are overrides such as 'pumps[0].position=900 m', typed as in the file.
Loaded load_case(const std::string& path, const std::vector<std::string>& sets = {});
/// The same of a text; problems name `path`, and relative file names start from its folder.
Loaded load_text(const std::string& text, const std::string& path, const std::vector<std::string>& sets, const Units& units);
/// case.yaml:31:7: pumps[1].sped: unknown key (did you mean 'speed'?)
std::string format(const Problem& problem);
/// Every value in force, in SI; reads back to the same scenario.
std::string print_config(const Scenario& scenario);
}  // namespace riser
