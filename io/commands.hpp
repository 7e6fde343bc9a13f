#pragma once
#include <string>
#include <vector>

#include "io/run/run.hpp"

namespace riser {

/// What the command line can say; each command takes the part it knows.
struct Words {
  std::string target;             // the case, the run, or the name of a new case
  std::vector<std::string> sets;  // a.b=c
  RunOptions run;
  std::string other;              // the second run, or the folder to write
  double tolerance = 1e-9;        // [-] of a comparison, over the largest value of a field
  bool print_config = false;
  std::size_t array_index = 0, array_size = 1;  // of a job array: the members that this job runs
  bool gather = false;                           // the parts of a job array
};

/// Each returns an ExitCode.
int command_run(const Words& words);
int command_check(const Words& words);
int command_report(const Words& words);
int command_info(const Words& words);
int command_new(const Words& words);
/// io/compare.cpp: two files of results field by field; every data set of one as a file of numpy's.
int command_compare(const Words& words);
int command_dump(const Words& words);

/// The commented case that `riser new` writes.
std::string starter_case(const std::string& name);
}  // namespace riser
