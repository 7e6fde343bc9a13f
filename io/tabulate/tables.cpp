#include "io/config/text.hpp"
#include "io/results/files.hpp"
#include "io/results/snapshots.hpp"
#include "io/tabulate/members.hpp"
#include "io/tabulate/tabulate.hpp"

// The files of `riser tabulate`.
namespace riser {
namespace {
using Json = nlohmann::ordered_json;

std::string class_words(const Scenario& s) {
  if (s.tabulation.solid_class < 0) return "none";
  const SolidClass& solid = s.solids[s.tabulation.solid_class];
  return solid.name + (solid.carrier ? ", moves with the liquid" : ", slips");
}

/// What a reader of a table must know, one line each.
std::vector<std::string> notes_of(const Scenario& s) {
  const AxisymmetricModel& m = s.section;
  const bool turbulent = m.turbulence == TurbulenceLaw::mixing_length;
  return {bore_note + std::string(" ") + number_text(s.segments[0].bore),
          " roughness [m]: 0 (smooth: the 2-D model knows no other wall)",
          " class: " + class_words(s),
          " case: " + s.name + (s.title.empty() ? "" : ", " + s.title),
          std::string(" made by: riser tabulate, version ") + RISER_VERSION + ", commit " + RISER_COMMIT,
          std::string(" turbulence: ") + (turbulent ? "mixing_length" : "none") + "; rings: " + number_text(m.radial_cells) +
              "; molecular diffusivity " + number_text(m.diffusivity) + " m2/s, turbulent Schmidt number " + number_text(m.schmidt),
          " assumed: round pipe, steady and the same all along it, the class the same all over the section at the start, liquid of one density and viscosity"};
}

std::string table_text(const char* what, const char* header, const Scenario& s) {
  std::string text = std::string("# ") + what + "\n";
  for (const std::string& note : notes_of(s)) text += "#" + note + "\n";
  return text + header + "\n";
}

std::string row_text(std::initializer_list<double> values) {
  std::string text;
  for (double value : values) text += (text.empty() ? "" : ",") + number_text(value);
  return text + "\n";
}
}  // namespace

void write_section_tables(const std::filesystem::path& folder, const Scenario& base, const std::vector<TabulatedSection>& sections) {
  std::string friction = table_text("Wall shear stress by 2-D (r, z) sections; read by friction: {law: table}", wall_friction_header, base);
  std::string dispersion = table_text("Taylor dispersion of a passive scalar (Aris 1956, Elder 1959) by 2-D sections; read by dispersion: {law: table}", dispersion_header, base);
  for (const TabulatedSection& m : sections) {
    if (m.status != "done") continue;
    friction += row_text({m.velocity, m.concentration, m.wall_shear_stress, m.yield_stress, m.darcy_factor, m.reynolds, m.y_plus, m.converged ? 1.0 : 0.0});
    dispersion += row_text({m.velocity, m.concentration, m.dispersion, m.converged ? 1.0 : 0.0});
  }
  write_file(folder / "wall_friction.csv", friction);
  if (base.tabulation.dispersion) write_file(folder / "dispersion.csv", dispersion);
}

Json tabulation_summary(const Scenario& base, const std::vector<TabulatedSection>& sections) {
  Json j = {{"schema", 1}, {"name", base.name}, {"title", base.title}, {"riser_version", RISER_VERSION}, {"commit", RISER_COMMIT}, {"compiler", compiler_name()},
            {"bore_m", base.segments[0].bore}, {"roughness_m", 0}, {"class", class_words(base)}};
  j["members"] = Json::array(), j["warnings"] = Json::array();
  for (const TabulatedSection& m : sections) {
    Json row = {{"velocity_m_per_s", m.velocity}, {"concentration", m.concentration}, {"status", m.status}};
    if (!m.trouble.empty()) row["trouble"] = m.trouble;
    if (m.status == "done") {
      row.update({{"converged", m.converged}, {"pressure_gradient_Pa_per_m", m.gradient}, {"change_in_the_last_tenth", m.change}, {"wall_shear_stress_Pa", m.wall_shear_stress},
                  {"darcy_factor", m.darcy_factor}, {"reynolds", m.reynolds}, {"y_plus", m.y_plus}, {"steps", m.steps}});
      if (base.tabulation.dispersion) row["axial_dispersion_m2_per_s"] = m.dispersion;
    }
    j["members"].push_back(row);
    for (const std::string& warning : m.warnings) j["warnings"].push_back("at " + number_text(m.velocity) + " m/s, concentration " + number_text(m.concentration) + ": " + warning);
  }
  j["files"] = {{"friction", "wall_friction.csv"}};
  if (base.tabulation.dispersion) j["files"]["dispersion"] = "dispersion.csv";
  j["resolved_yaml"] = base.resolved_yaml;
  return j;
}
}  // namespace riser
