#pragma once
#include <yaml-cpp/yaml.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "io/config/config.hpp"
#include "io/config/fields.hpp"
#include "io/config/units.hpp"

namespace riser {

/// Ends the reading of a case with too many problems, or that aliases blow up.
struct Enough {};

/// Fills a scenario from a YAML tree, collecting every problem with its place.
class ConfigReader : public FieldVisitor {
 public:
  ConfigReader(std::string file, std::string folder, const Names& overrides, const Units& units);
  void read(const YAML::Node& root, Scenario& scenario);
  /// A problem at this key unless one is known there, below or at an owner whose value is missing. Throws Enough after 200.
  void report(const std::string& path, const std::string& message, const std::string& hint = "");
  std::vector<Problem> problems() const;
  /// Whether the command line gave this key, or one that holds it.
  bool overridden(const std::string& path) const;
  /// Whether a problem is known at this key or below it.
  bool troubled(const std::string& path) const;

  void number(const char* key, double& value, const Limits& limits, const char* help) override;
  void numbers(const char* key, std::vector<double>& values, const Limits& limits, const char* help) override;
  void table(const char* key, std::vector<double>& first, std::vector<double>& second, const std::pair<Limits, Limits>& limits,
             const char* help) override;
  void schedule(const char* key, Schedule& schedule, const Limits& limits, const char* help) override;
  void text(const char* key, std::string& value, bool required, const char* help) override;
  void texts(const char* key, std::vector<std::string>& values, const char* help) override;
  void flag(const char* key, bool& value, const char* help) override;
  void choice(const char* key, int& value, const Names& names, bool required, const char* help) override;
  void reference(const char* key, int& index, const Names& names, bool required, const char* help) override;
  void group(const char* key, const Group& how, const Body& body, const char* help) override;
  void list(const char* key, const Listing& listing, const char* help) override;
  int alternative(const Names& keys, int current, const char* help) override;
  void unused(const char* key, const char* why) override;
  std::string folder() const override { return folder_; }

 private:
  struct Frame {
    YAML::Node node;
    std::string path;
    Names asked;
  };
  YAML::Node find(const char* key, bool required);
  bool word(const YAML::Node& node, const std::string& path, std::string& value);
  bool quantity(const YAML::Node& node, const std::string& path, const Limits& limits, double& value);
  bool rows(const YAML::Node& node, const std::string& path, const Limits& a, const Limits& b, std::vector<double>& first,
            std::vector<double>& second);
  void enter(const YAML::Node& node, const std::string& path, const Body& body);
  void leave();
  [[noreturn]] void give_up(const std::string& why);
  std::string path_of(const std::string& key) const;
  void place(const std::string& path, const YAML::Mark& mark) { marks_.emplace(path, mark); }

  std::string file_, folder_;
  Names overrides_;
  const Units& units_;
  std::vector<Frame> frames_;
  std::map<std::string, YAML::Mark> marks_;
  std::vector<Problem> problems_;
  std::string last_;        // why the reading ended early
  std::size_t read_ = 0;    // [bytes] of values so far
};

/// What no single field shows: combinations, order, sums, places beyond the pipe.
void check_scenario(const Scenario& scenario, ConfigReader& reader);
void check_flow(const Scenario& scenario, ConfigReader& reader);
void check_sweep(const Scenario& scenario, ConfigReader& reader);
void check_sizing(const Scenario& scenario, ConfigReader& reader);
/// Tables that 2-D sections filled, and the family that fills them.
void check_section_tables(const Scenario& scenario, ConfigReader& reader);
void check_tabulation(const Scenario& scenario, ConfigReader& reader);
/// model axisymmetric; `length` of the pipe [m].
void check_section(const Scenario& scenario, double length, ConfigReader& reader);
}  // namespace riser
