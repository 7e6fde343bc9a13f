#include "io/run/study.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <stdexcept>
#include <utility>

#include "io/config/case_changes.hpp"
#include "io/results/own_files.hpp"

namespace riser {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Study::Study(const fs::path& folder, StudyName name, const RunOptions& options) : name_(std::move(name)), resumed_(options.resume), says_case_(!name_.case_yaml.empty()), path_(folder / (name_.name + ".journal")) {
  if (options.resume && fs::exists(path_)) load(options);
}

void Study::begin() {
  if (!resumed_) remove_own(path_.parent_path(), {path_.filename().string()});
  file_.emplace(path_);
  if (says_case_) file_->add(marked_line({{"study", name_.name}, {"by", name_.by}, {"case", name_.case_yaml}}));
}

/// A line's part, or the case that it says; false where it is neither.
bool Study::take(const Json& line, std::string& case_yaml, std::size_t& others) {
  try {
    if (line.contains("case")) {
      case_yaml = line.at("case").get<std::string>();
      return true;
    }
    others += line.at("by").get<std::string>() != name_.by;
    parts_[line.at("part").get<std::string>()] = line.at("outcome");
  } catch (const Json::exception&) {
    return false;  // another program's line
  }
  return true;
}

void Study::load(const RunOptions& options) {
  const std::string lines = read_journal(path_);
  std::string before;
  std::size_t others = 0;
  for (std::size_t from = 0, to, number = 1; from < lines.size(); from = to + 1, ++number) {
    to = std::min(lines.find('\n', from), lines.size());
    const std::optional<Json> line = read_marked(lines.substr(from, to - from));
    if (to > from && !(line && take(*line, before, others)))
      std::fprintf(stderr, "riser: %s: line %zu is cut short or damaged; it is skipped, and the %s that it held is run anew\n", path_.c_str(), number, name_.part.c_str());
  }
  says_case_ &= before != name_.case_yaml;
  const std::vector<std::string> changes = before.empty() || !says_case_ ? std::vector<std::string>() : case_changes(before, name_.case_yaml);
  if (!changes.empty() && !options.accept_changes)
    throw std::invalid_argument(path_.string() + " is of another case; --accept-changes goes on with it as it is now, and runs anew what the changes touch:" + changes_words(changes));
  if (others > 0 && !options.quiet)
    std::fprintf(stderr, "riser: %zu %ss were not computed by %s: the last bits may differ from an unbroken study's\n", others, name_.part.c_str(), name_.by.c_str());
  if (!options.quiet) std::fprintf(stderr, "riser: resuming with %zu %ss ended, from %s\n", parts_.size(), name_.part.c_str(), path_.c_str());
}

const Json* Study::find(const std::string& key) const {
  const auto found = parts_.find(key);
  return found == parts_.end() ? nullptr : &found->second;
}

void Study::keep(const std::string& key, const Json& outcome) {
  const std::string line = marked_line({{"part", key}, {"by", name_.by}, {"outcome", outcome}});
  const std::scoped_lock lock(door_);
  file_->add(line);
}

std::string study_obstacle(const fs::path& folder, const std::string& study, bool results, bool journal, const RunOptions& options) {
  if (options.overwrite || (!results && !journal)) return "";
  if (!options.resume) return folder.string() + " holds " + study + " already; " + (journal ? "--resume goes on with it, " : "") + "--overwrite replaces it";
  return journal ? "" : folder.string() + " holds " + study + " without a journal; --overwrite begins anew";
}

Json exact(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

double exact(const Json& json) {
  if (!json.is_string()) return json.get<double>();
  const std::string word = json.get<std::string>();
  if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
  return word == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
}
}  // namespace riser
