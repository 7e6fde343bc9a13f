#pragma once
#include <string>
#include <vector>

// Words and numbers as a configuration shows them.
namespace riser {

/// Damerau-Levenshtein distance (optimal string alignment): insert, delete, replace, swap neighbours, 1 each; case ignored.
int edit_distance(const std::string& a, const std::string& b);
/// The nearest of `known` if near enough to be a slip (a third of the word, at least one letter), else "".
std::string suggest(const std::string& word, const std::vector<std::string>& known);
/// "did you mean 'x'?", or the whole list when it is short and nothing is near, or "".
std::string suggestion_hint(const std::string& word, const std::vector<std::string>& known);
/// The shortest text that reads back to the same bits.
std::string number_text(double value);
/// At most 40 printable characters, for messages.
std::string shortened(const std::string& text);
/// A double-quoted YAML scalar.
std::string quoted(const std::string& text);
}  // namespace riser
