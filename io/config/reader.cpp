#include "io/config/reader.hpp"

#include <algorithm>
#include <cctype>

#include "io/config/text.hpp"

namespace riser {
namespace {

constexpr size_t most_rows = 100000, most_problems = 200;
constexpr size_t most_keys = 200;            // of a mapping; the longest that the description knows has 30
constexpr size_t longest_word = 1000;        // [bytes]
constexpr size_t most_read = size_t(8) << 20;  // [bytes] of values: twice the largest file, so that only aliases can reach it

std::string range_text(const Limits& l) {
  const std::string unit = *l.unit ? std::string(" ") + l.unit : "";
  return number_text(l.low) + " to " + number_text(l.high) + unit;
}

/// The names that are there: a later one, or one never given, is not.
std::string hint_of(const std::string& text, Names names) {
  std::erase(names, "");
  return names.empty() ? "none is named before it" : suggestion_hint(text, names);
}

std::string element(const std::string& path, size_t i) { return path + "[" + std::to_string(i) + "]"; }

bool below(const std::string& path, const std::string& owner) {
  return path.starts_with(owner) && (path.size() == owner.size() || path[owner.size()] == '.' || path[owner.size()] == '[');
}
}  // namespace

ConfigReader::ConfigReader(std::string file, std::string folder, const Names& overrides, const Units& units)
    : file_(std::move(file)), folder_(std::move(folder)), overrides_(overrides), units_(units) {}

std::string ConfigReader::path_of(const std::string& key) const {
  const std::string& owner = frames_.back().path;
  return owner.empty() ? key : owner + "." + key;
}

bool ConfigReader::troubled(const std::string& path) const {
  return std::any_of(problems_.begin(), problems_.end(), [&](const Problem& p) { return below(p.key, path); });
}

bool ConfigReader::overridden(const std::string& path) const {
  return std::any_of(overrides_.begin(), overrides_.end(), [&](const std::string& name) { return below(path, name); });
}

void ConfigReader::report(const std::string& path, const std::string& message, const std::string& hint) {
  if (troubled(path)) return;
  Problem problem{file_, 1, 1, path, message, hint};
  std::string owner = path;
  while (!owner.empty() && !marks_.contains(owner)) {
    const size_t cut = owner.find_last_of(".[");
    owner = cut == std::string::npos ? "" : owner.substr(0, cut);
  }
  if (const auto mark = marks_.find(owner); mark != marks_.end() && mark->second.line >= 0)
    problem.line = mark->second.line + 1, problem.column = mark->second.column + 1;
  for (const std::string& name : overrides_)
    if (below(path, name)) problem.file = "--set " + name, problem.line = problem.column = 0;
  problems_.push_back(problem);
  if (problems_.size() == most_problems) give_up("these are the first " + std::to_string(most_problems) + " problems; the rest is not read");
}

void ConfigReader::give_up(const std::string& why) {
  last_ = why;
  throw Enough();
}

std::vector<Problem> ConfigReader::problems() const {
  std::vector<Problem> sorted = problems_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Problem& a, const Problem& b) { return std::pair(a.line, a.column) < std::pair(b.line, b.column); });
  if (!last_.empty()) sorted.push_back({file_, 0, 0, "", last_, ""});
  return sorted;
}

void ConfigReader::read(const YAML::Node& root, Scenario& scenario) {
  enter(root, "", [&](FieldVisitor& v) { describe(v, scenario); });
}

YAML::Node ConfigReader::find(const char* key, bool required) {
  Frame& frame = frames_.back();
  frame.asked.push_back(key);
  const std::string path = path_of(key);
  for (const auto& item : frame.node) {
    if (!item.first.IsScalar() || item.first.Scalar() != key) continue;
    place(path, item.second.IsNull() ? item.first.Mark() : item.second.Mark());
    if (!item.second.IsNull()) return item.second;
    report(path, "has no value");
    return YAML::Node(YAML::NodeType::Undefined);
  }
  if (required) report(path, "is missing");
  return YAML::Node(YAML::NodeType::Undefined);
}

void ConfigReader::enter(const YAML::Node& node, const std::string& path, const Body& body) {
  if (!node.IsMap()) return report(path, "expected a mapping (key: value)");
  if (node.size() > most_keys) return report(path, "a mapping of more than " + std::to_string(most_keys) + " keys");
  frames_.push_back({node, path, {}});
  body(*this);
  leave();
  frames_.pop_back();
}

void ConfigReader::leave() {
  const Frame& frame = frames_.back();
  std::set<std::string> seen;
  for (const auto& item : frame.node) {
    const std::string key = item.first.IsScalar() ? item.first.Scalar() : "?";
    const std::string path = path_of(shortened(key));
    if (!seen.insert(key).second) {
      marks_[path] = item.first.Mark();
      report(path, "given twice");
    } else if (std::find(frame.asked.begin(), frame.asked.end(), key) == frame.asked.end()) {
      marks_[path] = item.first.Mark();
      report(path, "unknown key", suggestion_hint(key, frame.asked));
    }
  }
}

bool ConfigReader::word(const YAML::Node& node, const std::string& path, std::string& value) {
  if (node.IsScalar()) {
    const std::string& text = node.Scalar();
    if (text.size() > longest_word) return report(path, "is too long", "at most " + std::to_string(longest_word) + " bytes"), false;
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c); })) return report(path, "holds a control character"), false;
    read_ += text.size() + 1;
    if (read_ > most_read) give_up("aliases (*name) make the case larger than 8 MB");
    return value = text, true;
  }
  report(path, node.IsSequence() ? "expected a single value, got a list" : "expected a single value, got a mapping");
  return false;
}

bool ConfigReader::quantity(const YAML::Node& node, const std::string& path, const Limits& limits, double& value) {
  std::string text;
  place(path, node.Mark());
  if (!word(node, path, text)) return false;
  const Parsed parsed = units_.parse(text, limits.unit);
  if (!parsed.message.empty()) return report(path, parsed.message, parsed.hint), false;
  // The last digits belong to the change of unit: 180 deg is not beyond pi.
  const double slack = 1e-9 * (limits.high - limits.low) * (limits.high < 1e6 ? 1 : 0);
  if (parsed.value < limits.low - slack || parsed.value > limits.high + slack)
    return report(path, "'" + shortened(text) + "' is out of range", "allowed: " + range_text(limits)), false;
  value = parsed.value;
  return true;
}

void ConfigReader::number(const char* key, double& value, const Limits& limits, const char*) {
  if (const YAML::Node node = find(key, limits.required)) quantity(node, path_of(key), limits, value);
}

void ConfigReader::numbers(const char* key, std::vector<double>& values, const Limits& limits, const char*) {
  const YAML::Node node = find(key, limits.required);
  if (!node) return;
  const std::string path = path_of(key);
  if (!node.IsSequence()) return report(path, "expected a list [a, b, ...]");
  if (node.size() > most_rows) return report(path, "too long: at most " + std::to_string(most_rows));
  values.assign(node.size(), 0);
  for (size_t i = 0; i < node.size(); ++i) quantity(node[i], element(path, i), limits, values[i]);
}

bool ConfigReader::rows(const YAML::Node& node, const std::string& path, const Limits& a, const Limits& b,
                        std::vector<double>& first, std::vector<double>& second) {
  if (!node.IsSequence() || node.size() == 0) return report(path, "expected rows [[a, b], ...]"), false;
  if (node.size() > most_rows) return report(path, "too long: at most " + std::to_string(most_rows)), false;
  first.clear(), second.clear();
  for (size_t i = 0; i < node.size(); ++i) {
    const std::string row = element(path, i);
    place(row, node[i].Mark());
    double x = 0, y = 0;
    if (!node[i].IsSequence() || node[i].size() != 2) {
      report(row, "expected a row of two values");
      continue;
    }
    const bool good = quantity(node[i][0], element(row, 0), a, x);
    if (!quantity(node[i][1], element(row, 1), b, y) || !good) continue;
    if (!first.empty() && x <= first.back()) report(row, "the first column does not increase");
    first.push_back(x), second.push_back(y);
  }
  return true;
}

void ConfigReader::table(const char* key, std::vector<double>& first, std::vector<double>& second,
                         const std::pair<Limits, Limits>& limits, const char*) {
  if (const YAML::Node node = find(key, limits.first.required)) rows(node, path_of(key), limits.first, limits.second, first, second);
}

void ConfigReader::schedule(const char* key, Schedule& schedule, const Limits& limits, const char*) {
  const YAML::Node node = find(key, limits.required);
  if (!node) return;
  if (node.IsSequence()) {
    rows(node, path_of(key), {"s", 0, 1e8}, limits, schedule.time, schedule.value);
    return;
  }
  double value = 0;
  if (quantity(node, path_of(key), limits, value)) schedule.time = {0}, schedule.value = {value};
}

void ConfigReader::text(const char* key, std::string& value, bool required, const char*) {
  const YAML::Node node = find(key, required);
  if (!node || !word(node, path_of(key), value)) return;
  if (value.empty()) report(path_of(key), "is empty");
}

void ConfigReader::texts(const char* key, std::vector<std::string>& values, const char*) {
  const YAML::Node node = find(key, false);
  if (!node) return;
  if (!node.IsSequence()) return report(path_of(key), "expected a list");
  if (node.size() > most_rows) return report(path_of(key), "too long: at most " + std::to_string(most_rows));
  values.assign(node.size(), "");
  for (size_t i = 0; i < node.size(); ++i) {
    place(element(path_of(key), i), node[i].Mark());
    word(node[i], element(path_of(key), i), values[i]);
  }
}

void ConfigReader::flag(const char* key, bool& value, const char*) {
  const YAML::Node node = find(key, false);
  std::string text;
  if (!node || !word(node, path_of(key), text)) return;
  if (text != "true" && text != "false") return report(path_of(key), "expected true or false, got '" + shortened(text) + "'");
  value = text == "true";
}

void ConfigReader::choice(const char* key, int& value, const Names& names, bool required, const char*) {
  const YAML::Node node = find(key, required);
  std::string text;
  if (!node || !word(node, path_of(key), text)) return;
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return report(path_of(key), "unknown value '" + shortened(text) + "'", suggestion_hint(text, names));
  value = static_cast<int>(found - names.begin());
}

void ConfigReader::reference(const char* key, int& index, const Names& names, bool required, const char*) {
  const YAML::Node node = find(key, required);
  std::string text;
  if (!node || !word(node, path_of(key), text)) return;
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return report(path_of(key), "no such name '" + shortened(text) + "'", hint_of(text, names));
  index = static_cast<int>(found - names.begin());
}

void ConfigReader::group(const char* key, const Group& how, const Body& body, const char*) {
  const YAML::Node node = find(key, how.required);
  if (!node) return;
  const std::string path = path_of(key);
  if (node.IsScalar() && how.from_word) {
    std::string name;
    const std::string wrong = word(node, path, name) ? how.from_word(name) : "";
    if (!wrong.empty()) report(path, wrong);
    return;
  }
  if (!node.IsScalar() || !*how.shorthand) return enter(node, path, body);
  YAML::Node spelled;
  spelled[how.shorthand] = node;
  enter(spelled, path, body);
}

void ConfigReader::list(const char* key, const Listing& listing, const char*) {
  const YAML::Node node = find(key, listing.required);
  if (!node) return;
  const std::string path = path_of(key);
  if (!node.IsSequence()) return report(path, "expected a list (- key: value)");
  if (node.size() > listing.most) return report(path, "too long: at most " + std::to_string(listing.most));
  listing.resize(node.size());
  for (size_t i = 0; i < node.size(); ++i) {
    place(element(path, i), node[i].Mark());
    enter(node[i], element(path, i), [&](FieldVisitor& v) { listing.element(v, i); });
  }
}

int ConfigReader::alternative(const Names& keys, int, const char*) {
  int found = -1;
  std::string all;
  for (size_t i = 0; i < keys.size(); ++i) {
    all += (i ? ", " : "") + keys[i];
    if (!frames_.back().node[keys[i]]) continue;
    if (found >= 0) report(path_of(keys[i]), "cannot be given together with " + keys[found]);
    else found = static_cast<int>(i);
  }
  for (const std::string& key : keys) frames_.back().asked.push_back(key);
  if (found < 0) report(path_of(keys[0]), "is missing", "one of " + all);
  return found;
}

void ConfigReader::unused(const char* key, const char* why) {
  if (find(key, false)) report(path_of(key), "means nothing here", why);
}
}  // namespace riser
