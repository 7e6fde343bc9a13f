#include "io/number_table.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "io/config_text.hpp"

namespace riser {
namespace {

constexpr std::size_t most_rows = 10000;

/// One line of numbers with commas between.
bool read_row(const std::string& line, std::size_t columns, std::vector<double>& values) {
  char comma = ',', rest = 0;
  std::istringstream in(line);
  values.resize(columns);
  for (std::size_t i = 0; i < columns; ++i)
    if ((i && (!(in >> comma) || comma != ',')) || !(in >> values[i])) return false;
  return !(in >> rest);
}
}  // namespace

NumberTable read_numbers(const std::string& path, const std::string& shown, const std::string& header) {
  NumberTable table;
  table.shown = shown;
  std::error_code error;
  std::ifstream file(path);
  if (!std::filesystem::is_regular_file(path, error) || !file) return table.wrong = shown + " cannot be read", table;
  const std::size_t columns = static_cast<std::size_t>(std::count(header.begin(), header.end(), ',')) + 1;
  std::string line;
  for (int number = 1; std::getline(file, line) && table.rows.size() < most_rows; ++number) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (!line.empty() && line[0] == '#') table.comments.push_back(line.substr(1));
    if (line.empty() || line[0] == '#' || (table.rows.empty() && line == header)) continue;
    std::vector<double> values;
    if (!read_row(line, columns, values)) return table.wrong = shown + " line " + std::to_string(number) + " is not " + header + ": '" + shortened(line) + "'", table;
    table.rows.push_back(values), table.lines.push_back(number);
  }
  return table;
}
}  // namespace riser
