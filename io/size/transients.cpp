#include "io/size/transients.hpp"

#include "io/config/case_changes.hpp"
#include "io/config/text.hpp"
#include "io/results/snapshots.hpp"

namespace riser {
namespace {
using Json = nlohmann::ordered_json;

/// A fingerprint of what a verdict depends on: the case of the transients, the limits that judge it, and the flow that was to be reached.
std::string key_of(const Scenario& duty, std::size_t d, const Design& design, const Screened& screened) {
  Scenario s = transient_case(duty, d, design, screened);
  Sizing judged;
  judged.limits = s.sizing.limits, judged.transients = s.sizing.transients;
  judged.transients.most = judged.transients.map = 0;  // how many are run is nothing to one of them
  s.sizing = judged, s.output = {};
  return fingerprint_of(s) + " " + number_text(screened.duty[d].flow) + " " + number_text(screened.duty[d].transport);
}

Json to_json(const Verdict& v) {
  return {{"passed", v.passed}, {"phase", v.phase}, {"limit", v.limit}, {"words", v.words}, {"burst", exact(v.burst)}, {"collapse", exact(v.collapse)},
          {"lowest_pressure", exact(v.lowest_pressure)}, {"reached", exact(v.reached)}, {"recovered", exact(v.recovered)}, {"packing", exact(v.packing)}};
}

/// Nothing where another program wrote it.
std::optional<Verdict> verdict_of(const Json& j) {
  try {
    return Verdict{j.at("passed").get<bool>(), j.at("phase"), j.at("limit"), j.at("words"), exact(j.at("burst")), exact(j.at("collapse")),
                   exact(j.at("lowest_pressure")), exact(j.at("reached")), exact(j.at("recovered")), exact(j.at("packing"))};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}
}  // namespace

Transients::Transients(const std::filesystem::path& folder, const std::string& case_yaml, const RunOptions& options)
    : stop_(folder, options.walltime), kept_(folder, {"size", "transient", case_yaml, program_version() + ", cpu"}, options) {}

std::optional<Verdict> Transients::judge(const Scenario& duty, std::size_t d, const Design& design, const Screened& screened) {
  const std::string key = key_of(duty, d, design, screened);
  const Json* before = kept_.find(key);
  std::optional<Verdict> verdict = before ? verdict_of(*before) : std::nullopt;
  if (verdict) return verdict;
  if (!stop_.asked()) verdict = judge_transients(duty, d, design, screened, [this] { return stop_.asked(); });
  if (verdict) kept_.keep(key, to_json(*verdict));
  else missed_ = true;
  return verdict;
}

std::string Transients::stopped() { return missed_ ? stop_.reason() : ""; }
}  // namespace riser
