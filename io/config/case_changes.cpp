#include "io/config/case_changes.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <stdexcept>

#include "io/config/config.hpp"

namespace riser {
namespace {
using Flat = std::map<std::string, std::string>;
constexpr const char* free_keys[] = {"title", "time.end", "output.folder", "output.checkpoint_interval", "output.checkpoints_kept"};
constexpr std::size_t most_shown = 10;  // changes
constexpr int deepest = 64, most_nodes = 20000000;  // aliases could make them endless

void flatten(const YAML::Node& node, const std::string& key, Flat& flat, int depth, int& visited) {
  if (++visited > most_nodes) throw std::invalid_argument("the case has too many keys and values");
  if (depth > deepest) throw std::invalid_argument("the case is nested too deeply");
  if (node.IsMap())
    for (const auto& item : node) flatten(item.second, key + (key.empty() ? "" : ".") + item.first.as<std::string>(), flat, depth + 1, visited);
  else if (node.IsSequence())
    for (std::size_t i = 0; i < node.size(); ++i) flatten(node[i], key + "[" + std::to_string(i) + "]", flat, depth + 1, visited);
  else
    flat[key] = node.IsNull() ? "" : node.as<std::string>();
}

Flat flat_case(const std::string& text) {
  try {
    Flat flat;
    int visited = 0;
    flatten(YAML::Load(text), "", flat, 0, visited);
    return flat;
  } catch (const YAML::Exception& error) {
    throw std::invalid_argument(std::string("the case as it was cannot be read: ") + error.what());
  }
}
}  // namespace

std::vector<std::string> case_changes(const std::string& before, const std::string& now) {
  Flat a = flat_case(before), b = flat_case(now);
  for (Flat* flat : {&a, &b})
    for (const char* key : free_keys) flat->erase(key);
  std::vector<std::string> changes;
  const auto add = [&](const std::string& key, const std::string& from, const std::string& to) { changes.push_back(key + ": " + from + " -> " + to); };
  for (const auto& [key, value] : a) {
    const auto other = b.find(key);
    if (other == b.end()) add(key, value, "(not given)");
    else if (other->second != value) add(key, value, other->second);
  }
  for (const auto& [key, value] : b)
    if (!a.contains(key)) add(key, "(not given)", value);
  return changes;
}

std::string changes_words(const std::vector<std::string>& changes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(changes.size(), most_shown); ++i) text += "\n  " + changes[i];
  if (changes.size() > most_shown) text += "\n  and " + std::to_string(changes.size() - most_shown) + " more";
  return text;
}

/// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ (public domain): of two million members, two share one with a chance of 1e-7.
std::string fingerprint_of(const Scenario& scenario) {
  Scenario core = scenario;
  core.title.clear(), core.sweep = {};
  core.output.folder.clear(), core.output.checkpoint_interval = 0, core.output.checkpoints_kept = 1;
  std::uint64_t sum = 0xcbf29ce484222325;
  for (unsigned char c : print_config(core)) sum = (sum ^ c) * 0x100000001b3;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(sum));
  return text;
}
}  // namespace riser
