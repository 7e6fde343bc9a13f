#pragma once
#include <string>
#include <vector>

namespace riser {

/// Numbers from a CSV file whose head line is `header`: lines that start with # and empty ones are left out.
struct NumberTable {
  std::vector<std::vector<double>> rows;
  std::vector<int> lines;  // of the rows, from 1
  std::vector<std::string> comments;  // the lines that start with #, without it
  std::string wrong;       // what is wrong, in the words of a problem; or ""
  /// "the curve file 'x.csv' line 7"
  std::string where(std::size_t row) const { return shown + " line " + std::to_string(lines[row]); }
  std::string shown;       // "the curve file 'x.csv'"
};
NumberTable read_numbers(const std::string& path, const std::string& shown, const std::string& header);
}  // namespace riser
