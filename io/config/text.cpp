#include "io/config/text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace riser {

int edit_distance(const std::string& a, const std::string& b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  const size_t n = a.size(), m = b.size();
  std::vector<std::vector<int>> d(n + 1, std::vector<int>(m + 1));
  for (size_t i = 0; i <= n; ++i) d[i][0] = static_cast<int>(i);
  for (size_t j = 0; j <= m; ++j) d[0][j] = static_cast<int>(j);
  for (size_t i = 1; i <= n; ++i) {
    for (size_t j = 1; j <= m; ++j) {
      const int cost = lower(a[i - 1]) != lower(b[j - 1]);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[n][m];
}

std::string suggest(const std::string& word, const std::vector<std::string>& known) {
  if (word.empty() || word.size() > 64) return "";
  std::string best;
  int least = std::max<int>(1, static_cast<int>(word.size()) / 3) + 1;
  for (const std::string& candidate : known) {
    const int distance = edit_distance(word, candidate);
    // A word of two letters is not a slip of a word of one.
    if (distance < least && distance < static_cast<int>(std::max(word.size(), candidate.size()))) least = distance, best = candidate;
  }
  return best;
}

std::string suggestion_hint(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = suggest(word, known);
  if (!near.empty()) return "did you mean '" + near + "'?";
  if (known.empty() || known.size() > 12) return "";
  std::string all = "one of ";
  for (size_t i = 0; i < known.size(); ++i) all += (i ? ", " : "") + known[i];
  return all;
}

std::string number_text(double value) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return std::string(text, end);
}

std::string shortened(const std::string& text) {
  std::string result;
  for (char c : text.substr(0, 40)) result += std::iscntrl(static_cast<unsigned char>(c)) ? ' ' : c;
  return text.size() > 40 ? result + "..." : result;
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') result += "\\n";
    else if (c == '\t') result += "\\t";
    else result += std::iscntrl(static_cast<unsigned char>(c)) ? ' ' : c;
  }
  return result + '"';
}
}  // namespace riser
