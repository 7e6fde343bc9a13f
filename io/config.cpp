#include "io/config.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "io/config_reader.hpp"
#include "io/config_text.hpp"

namespace riser {
namespace {

constexpr size_t most_bytes = 4u << 20;
constexpr int deepest = 32;  // brackets and indentations a case never needs

struct Refusal {
  int line, column;
  std::string message, hint;
};

std::string read_text(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) throw Refusal{0, 0, "no such file", ""};
  if (!std::filesystem::is_regular_file(path, error)) throw Refusal{0, 0, "not a regular file", ""};
  if (std::filesystem::file_size(path, error) > most_bytes) throw Refusal{0, 0, "larger than 4 MB", ""};
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw Refusal{0, 0, "cannot be read, or is empty", ""};
  return text.str();
}

/// Deep nesting costs the parser stack: refused before it sees the text.
void check_depth(const std::string& text) {
  int depth = 0, line = 1;
  for (char c : text) {
    if (c == '\n') ++line;
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if (depth > deepest) throw Refusal{line, 1, "nested deeper than " + std::to_string(deepest) + " brackets", ""};
  }
}

YAML::Node parse(const std::string& text) {
  check_depth(text);
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(text);
    if (documents.empty() || documents[0].IsNull()) throw Refusal{1, 1, "the file is empty", ""};
    if (documents.size() > 1) throw Refusal{1, 1, "more than one YAML document", ""};
    if (!documents[0].IsMap()) throw Refusal{1, 1, "not a mapping (key: value)", ""};
    return documents[0];
  } catch (const YAML::Exception& error) {
    throw Refusal{std::max(0, error.mark.line + 1), std::max(0, error.mark.column + 1), "not YAML: " + error.msg, ""};
  }
}

/// 'pumps[0].position' -> pumps, 0, position. Throws Refusal.
Names steps_of(const std::string& path) {
  Names steps;
  std::string plain = path;
  for (char& c : plain)
    if (c == '[') c = '.';
  std::istringstream in(plain);
  for (std::string step; std::getline(in, step, '.');) {
    if (!step.empty() && step.back() == ']') step.pop_back();
    if (step.empty()) throw Refusal{0, 0, "not a key such as pumps[0].position", ""};
    steps.push_back(step);
  }
  return steps;
}

void put(YAML::Node node, const Names& steps, size_t i, const YAML::Node& value) {
  if (node.IsSequence()) {
    const bool digits = steps[i].size() < 6 && steps[i].find_first_not_of("0123456789") == std::string::npos;
    if (!digits || std::stoul(steps[i]) >= node.size()) throw Refusal{0, 0, "no element '" + steps[i] + "' in the list", ""};
    const size_t index = std::stoul(steps[i]);
    if (i + 1 == steps.size()) node[index] = value;
    else put(node[index], steps, i + 1, value);
    return;
  }
  if (node.IsScalar()) throw Refusal{0, 0, "'" + steps[i] + "' lies inside a single value", ""};
  if (i + 1 == steps.size()) node[steps[i]] = value;
  else put(node[steps[i]], steps, i + 1, value);
}

/// Lays 'a.b=c' over the tree; returns its key.
std::string override_with(YAML::Node root, const std::string& set) {
  const size_t equals = set.find('=');
  if (equals == std::string::npos || equals == 0) throw Refusal{0, 0, "expected key=value", ""};
  const std::string key = set.substr(0, equals);
  const std::string text = set.substr(equals + 1);
  check_depth(text);
  try {
    put(root, steps_of(key), 0, YAML::Load(text));
  } catch (const YAML::Exception& error) {
    throw Refusal{0, 0, "not YAML: " + error.msg, ""};
  }
  return key;
}

void load(const std::string& path, const Names& sets, Loaded& result) {
  Scenario& scenario = result.scenario;
  scenario.source_yaml = read_text(path);
  const YAML::Node root = parse(scenario.source_yaml);
  Names keys;
  for (const std::string& set : sets) {
    try {
      keys.push_back(override_with(root, set));
      scenario.changes += (scenario.changes.empty() ? "" : "\n") + set;
    } catch (const Refusal& refusal) {
      result.problems.push_back({"--set " + shortened(set), 0, 0, "", refusal.message, refusal.hint});
    }
  }
  ConfigReader reader(path, std::filesystem::path(path).parent_path().string(), keys);
  scenario.outlet.value = {{0}, {101325}};  // the deck, open to the air
  reader.read(root, scenario);
  if (scenario.output.folder.empty()) scenario.output.folder = "runs/" + scenario.name;
  check_scenario(scenario, reader);
  const std::vector<Problem> found = reader.problems();
  result.problems.insert(result.problems.end(), found.begin(), found.end());
  if (result.problems.empty()) scenario.resolved_yaml = print_config(scenario);
}
}  // namespace

Loaded load_case(const std::string& path, const std::vector<std::string>& sets) {
  Loaded result;
  try {
    load(path, sets, result);
  } catch (const Refusal& refusal) {
    result.problems.push_back({path, refusal.line, refusal.column, "", refusal.message, refusal.hint});
  } catch (const std::exception& error) {
    result.problems.push_back({path, 0, 0, "", error.what(), ""});
  }
  return result;
}

std::string format(const Problem& problem) {
  std::string text = problem.file + ":";
  if (problem.line > 0) text += std::to_string(problem.line) + ":" + std::to_string(problem.column) + ":";
  text += " ";
  if (!problem.key.empty()) text += problem.key + ": ";
  return text + problem.message + (problem.hint.empty() ? "" : " (" + problem.hint + ")");
}
}  // namespace riser
