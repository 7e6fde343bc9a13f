#include "io/sweep/underway.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "io/results/own_files.hpp"

namespace riser {
namespace {
constexpr char totals_prefix[] = "totals_";

/// Calls use(name, field) for every field.
template <class SomeTotals, class Use>
void each_field(SomeTotals& t, Use use) {
  use("minimum_pressure", t.minimum_pressure), use("maximum_pressure", t.maximum_pressure), use("maximum_concentration", t.maximum_concentration);
  use("mass_in", t.mass_in), use("mass_out", t.mass_out), use("mass_dumped", t.mass_dumped), use("mass_stored", t.mass_stored), use("mass_initial", t.mass_initial);
  use("burst_limit", t.burst_limit), use("collapse_limit", t.collapse_limit), use("energy", t.energy), use("work", t.work);
  use("steps", t.steps), use("substeps", t.substeps), use("suction_head", t.suction_head), use("maximum_cavity", t.maximum_cavity);
  use("cavity_time", t.cavity_time), use("cavity_position", t.cavity_position), use("plug_time", t.plug_time), use("plug_position", t.plug_position);
}

/// A field as a state keeps it, and back into one of the same length.
struct Saver {
  State& state;
  void operator()(const char* name, const std::vector<double>& values) const { state.push_back({std::string(totals_prefix) + name, values}); }
  template <class Number>
  void operator()(const char* name, Number value) const { state.push_back({std::string(totals_prefix) + name, {static_cast<double>(value)}}); }
};
struct Loader {
  const State& state;
  const std::vector<double>& part(const char* name, std::size_t count) const {
    const std::vector<double>& values = part_of(state, std::string(totals_prefix) + name);
    if (values.size() != count) throw std::invalid_argument(std::string("the member's ") + name + " has " + std::to_string(values.size()) + " values, not " + std::to_string(count));
    return values;
  }
  void operator()(const char* name, std::vector<double>& values) const { values = part(name, values.size()); }
  void operator()(const char* name, double& value) const { value = part(name, 1)[0]; }
  void operator()(const char* name, long& value) const {
    const double count = part(name, 1)[0];
    if (!(count >= 0 && count <= 9e15)) throw std::invalid_argument(std::string("the member's ") + name + " is no count");
    value = static_cast<long>(count);
  }
};
}  // namespace

double Underway::next() const {
  const Scenario& s = member->scenario;
  const double time = std::min(s.end_time, (rows + 1) * s.output.series_interval);
  return time > s.end_time * (1 - 1e-12) ? s.end_time : time;
}

State Underway::save() const {
  State state = production.save();
  state.push_back({"progress", {good, static_cast<double>(rows)}});
  each_field(totals, Saver{state});
  return state;
}

void Underway::load(const State& state) {
  Underway loaded = *this;
  loaded.production.load(state);
  const std::vector<double>& progress = part_of(state, "progress");
  if (progress.size() != 2 || !(progress[0] >= 0) || !(progress[1] >= 0 && progress[1] <= 9e15)) throw std::invalid_argument("the member's progress is none");
  loaded.good = progress[0], loaded.rows = static_cast<long>(progress[1]);
  each_field(loaded.totals, Loader{state});
  *this = std::move(loaded);
}

std::optional<Checkpoint> MemberStates::find(const Member& member) {
  const std::scoped_lock lock(door_);
  const std::filesystem::path path = path_of(member);
  if (!std::filesystem::exists(path)) return std::nullopt;
  try {
    return read_checkpoint(path);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "riser: skipped a bad state, its member begins anew: %s\n", error.what());
    return std::nullopt;
  }
}

void MemberStates::write(const Member& member, const Checkpoint& checkpoint) {
  const std::scoped_lock lock(door_);
  claim_folder(folder_);
  write_checkpoint(path_of(member), checkpoint);
}

void MemberStates::drop(const Member& member) {
  const std::scoped_lock lock(door_);
  std::error_code none;
  if (!std::filesystem::exists(path_of(member), none)) return;
  remove_own(folder_, {path_of(member).filename().string()});
  std::filesystem::remove(folder_, none);  // fails while it holds others
}
}  // namespace riser
