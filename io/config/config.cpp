#include "io/config/config.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include <yaml-cpp/eventhandler.h>

#include "io/config/input_file.hpp"
#include "io/config/reader.hpp"
#include "io/config/text.hpp"
#include "io/config/units.hpp"
#include "io/results/files.hpp"

namespace riser {
namespace {

constexpr int most_nodes = 500000;  // a schedule of 100000 rows has 300000
constexpr int deepest = 32;  // brackets and indentations a case never needs

struct Refusal {
  int line, column;
  std::string message, hint;
};

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

/// Notes where documents start and counts what is in them, while the tree is not yet made: half a kilobyte for each scalar, list and mapping.
class Survey : public YAML::EventHandler {
 public:
  std::vector<YAML::Mark> starts;
  void OnDocumentStart(const YAML::Mark& mark) override { starts.push_back(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { count(mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { count(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string&) override { count(mark); }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override { count(mark); }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override { count(mark); }
  void OnMapEnd() override {}

 private:
  void count(const YAML::Mark& mark) {
    if (++nodes_ > most_nodes) throw Refusal{mark.line + 1, mark.column + 1, "more than 500000 keys and values", ""};
  }
  int nodes_ = 0;
};

/// One document alone. YAML::LoadAll is no way to find out: it never ends at a comma where a document should start.
void check_documents(const std::string& text) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  Survey survey;
  while (survey.starts.size() < 2 && parser.HandleNextDocument(survey)) continue;
  if (survey.starts.empty()) throw Refusal{1, 1, "the file is empty", ""};
  if (survey.starts.size() < 2) return;
  const YAML::Mark& first = survey.starts[0];
  if (survey.starts[1].pos == first.pos) throw Refusal{first.line + 1, first.column + 1, "not YAML: nothing starts like this", ""};
  throw Refusal{1, 1, "more than one YAML document", ""};
}

YAML::Node parse(const std::string& text) {
  check_depth(text);
  try {
    check_documents(text);
    const YAML::Node document = YAML::Load(text);
    if (document.IsNull()) throw Refusal{1, 1, "the file is empty", ""};
    if (!document.IsMap()) throw Refusal{1, 1, "not a mapping (key: value)", ""};
    return document;
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

/// A folder that the case itself names stays below the working folder, also behind links; the command line may name any.
void check_folder(const std::string& folder, ConfigReader& reader) {
  namespace fs = std::filesystem;
  if (folder.empty() || reader.overridden("output.folder")) return;
  const char* const hint = "a case may name folders below the working one; --set output.folder=... any";
  if (!stays_inside(folder)) return reader.report("output.folder", "leads out of the working folder", hint);
  std::error_code error;
  const fs::path here = fs::weakly_canonical(".", error), there = fs::weakly_canonical(here / folder, error);
  if (error || std::mismatch(here.begin(), here.end(), there.begin(), there.end()).first != here.end())
    reader.report("output.folder", "leads through a link out of the working folder", hint);
}

void load(const std::string& path, const Names& sets, const Units& units, Loaded& result) {
  Scenario& scenario = result.scenario;
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
  ConfigReader reader(path, std::filesystem::path(path).parent_path().string(), keys, units);
  scenario.outlet.value = {{0}, {101325}};  // the deck, open to the air
  try {
    reader.read(root, scenario);
    check_folder(scenario.output.folder, reader);
    if (scenario.output.folder.empty()) scenario.output.folder = "runs/" + scenario.name;
    check_scenario(scenario, reader);
  } catch (const Enough&) {  // the reader says so
  }
  const std::vector<Problem> found = reader.problems();
  result.problems.insert(result.problems.end(), found.begin(), found.end());
  if (result.problems.empty()) scenario.resolved_yaml = print_config(scenario);
}
}  // namespace

Loaded load_text(const std::string& text, const std::string& path, const std::vector<std::string>& sets, const Units& units) {
  Loaded result;
  result.scenario.source_yaml = text;
  try {
    load(path, sets, units, result);
  } catch (const Refusal& refusal) {
    result.problems.push_back({path, refusal.line, refusal.column, "", refusal.message, refusal.hint});
  } catch (const std::exception& error) {
    result.problems.push_back({path, 0, 0, "", error.what(), ""});
  }
  return result;
}

Loaded load_case(const std::string& path, const std::vector<std::string>& sets) {
  const InputText input = read_input(path);
  if (!input.wrong.empty()) return {{}, {{path, 0, 0, "", input.wrong, ""}}};
  try {
    return load_text(input.text, path, sets, Units());
  } catch (const std::exception& error) {  // no unit database
    return {{}, {{path, 0, 0, "", error.what(), ""}}};
  }
}

std::string format(const Problem& problem) {
  std::string text = problem.file + ":";
  if (problem.line > 0) text += std::to_string(problem.line) + ":" + std::to_string(problem.column) + ":";
  text += " ";
  if (!problem.key.empty()) text += problem.key + ": ";
  return text + problem.message + (problem.hint.empty() ? "" : " (" + problem.hint + ")");
}
}  // namespace riser
