#include "io/config/number_table.hpp"

#include <algorithm>
#include <sstream>

#include "io/config/input_file.hpp"
#include "io/config/text.hpp"

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
  table.shown = printable(shown);
  const InputText input = read_input(path);
  if (!input.wrong.empty()) return table.wrong = table.shown + " cannot be read: " + input.wrong, table;
  std::istringstream file(input.text);
  const std::size_t columns = static_cast<std::size_t>(std::count(header.begin(), header.end(), ',')) + 1;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (!line.empty() && line[0] == '#') table.comments.push_back(line.substr(1));
    if (line.empty() || line[0] == '#' || (table.rows.empty() && line == header)) continue;
    if (table.rows.size() == most_rows) return table.wrong = table.shown + " line " + std::to_string(number) + " is one row too many: at most " + std::to_string(most_rows), table;
    std::vector<double> values;
    if (!read_row(line, columns, values)) return table.wrong = table.shown + " line " + std::to_string(number) + " is not " + header + ": '" + shortened(line) + "'", table;
    table.rows.push_back(values), table.lines.push_back(number);
  }
  return table;
}
}  // namespace riser
