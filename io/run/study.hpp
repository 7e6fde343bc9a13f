#pragma once
#include <filesystem>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "io/run/journal.hpp"
#include "io/run/run.hpp"

namespace riser {

/// Whose parts a study keeps: its journal is NAME.journal in the folder.
struct StudyName {
  std::string name, part;  // "size", "transient"
  std::string case_yaml;   // as it was understood; empty where its changes are looked after elsewhere
  std::string by;          // program and device
};

/// The parts of a study (transients of a sizing, sections of a tabulation, trials of a hold time) that have ended, in a journal of its folder. A part
/// is known by a fingerprint of all that its outcome depends on, so that nothing is ever taken from another case.
class Study {
 public:
  /// With options.resume what the journal holds is loaded and said; damaged lines are named and passed over. Throws std::invalid_argument where it is
  /// of another case and options.accept_changes is not set, IoError where it cannot be read or written.
  Study(const std::filesystem::path& folder, StudyName name, const RunOptions& options);
  /// To be called once, before the first part is kept. A study that is not resumed begins its journal anew. Throws IoError.
  void begin();
  /// What came of a part that had ended before, or null. From any thread.
  const nlohmann::ordered_json* find(const std::string& key) const;
  /// Keeps what came of a part. From any thread; throws IoError.
  void keep(const std::string& key, const nlohmann::ordered_json& outcome);

 private:
  void load(const RunOptions& options);
  bool take(const nlohmann::ordered_json& line, std::string& case_yaml, std::size_t& others);
  StudyName name_;
  bool resumed_, says_case_;
  std::filesystem::path path_;
  std::map<std::string, nlohmann::ordered_json> parts_;  // the last of each; loaded, then only read
  std::mutex door_;
  std::optional<Journal> file_;
};

/// Why a folder is not to be written into, or empty: `results` or a journal are there, and neither options.overwrite nor options.resume is set; or
/// there is nothing to resume from. `study`: "a sizing".
std::string study_obstacle(const std::filesystem::path& folder, const std::string& study, bool results, bool journal, const RunOptions& options);

/// Numbers in a journal come back to the same bits, those that are not finite too.
nlohmann::ordered_json exact(double value);
/// Throws nlohmann's exception where it is none of exact's.
double exact(const nlohmann::ordered_json& json);
}  // namespace riser
