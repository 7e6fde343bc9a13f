#include "io/config/case_changes.hpp"
#include "io/config/text.hpp"
#include "io/run/study.hpp"
#include "io/tabulate/members.hpp"

// The sections of `riser tabulate` in its journal.
namespace riser {
namespace {
using Json = nlohmann::ordered_json;

struct Number {
  const char* name;
  double TabulatedSection::*member;
};
constexpr Number numbers[] = {{"gradient", &TabulatedSection::gradient}, {"change", &TabulatedSection::change}, {"wall_shear_stress", &TabulatedSection::wall_shear_stress},
                              {"yield_stress", &TabulatedSection::yield_stress}, {"darcy_factor", &TabulatedSection::darcy_factor}, {"reynolds", &TabulatedSection::reynolds},
                              {"y_plus", &TabulatedSection::y_plus}, {"dispersion", &TabulatedSection::dispersion}};
}  // namespace

std::string section_key(const Scenario& base, const TabulatedSection& section) {
  Scenario s = base;
  s.tabulation.velocity.clear(), s.tabulation.concentration.clear();  // the others are nothing to this one
  s.output = {};
  return fingerprint_of(s) + " " + number_text(section.velocity) + " " + number_text(section.concentration);
}

Json section_outcome(const TabulatedSection& section) {
  Json j = {{"status", section.status}, {"trouble", section.trouble}, {"converged", section.converged}, {"steps", section.steps}, {"warnings", section.warnings}};
  for (const Number& n : numbers) j[n.name] = exact(section.*n.member);
  return j;
}

bool take_outcome(const Json& outcome, TabulatedSection& section) {
  TabulatedSection found = section;
  try {
    found.status = outcome.at("status"), found.trouble = outcome.at("trouble"), found.converged = outcome.at("converged"), found.steps = outcome.at("steps");
    found.warnings = outcome.at("warnings").get<std::vector<std::string>>();
    for (const Number& n : numbers) found.*n.member = exact(outcome.at(n.name));
  } catch (const Json::exception&) {
    return false;
  }
  if (!found.ended()) return false;
  section = std::move(found);
  return true;
}
}  // namespace riser
