#include <cmath>

#include "io/config/reader.hpp"
#include "io/config/text.hpp"
#include "io/hdf5/memory.hpp"

// The keys of `model: axisymmetric`, and what no single one of them shows.
namespace riser {
namespace {

const char* const only_axisymmetric = "only with model: axisymmetric";

void describe_drive(FieldVisitor& v, Scenario& s) {
  AxisymmetricModel& m = s.section;
  const Limits gradient{"Pa/m", -1e7, 1e7, true}, flow{"m3/s", -100, 100, true};
  if (m.ends == SectionEnds::closed) {
    for (const char* key : {"pressure_gradient", "flow_rate", "fluctuation"}) v.unused(key, "nothing drives a pipe with closed ends");
    return;
  }
  if (m.ends == SectionEnds::open) {
    m.flow_given = true;
    v.unused("pressure_gradient", "only with ends: periodic");
  } else {
    const int which = v.alternative({"pressure_gradient", "flow_rate"}, m.flow_given ? 1 : 0, "what drives the flow");
    if (which < 0) return;
    m.flow_given = which == 1;
  }
  if (m.flow_given) describe_schedule(v, "flow_rate", s.section_drive, flow, "upwards");
  else describe_schedule(v, "pressure_gradient", s.section_drive, gradient, "-dp/dz less the weight of the clear liquid");
}

void describe_closures(FieldVisitor& v, AxisymmetricModel& m) {
  choose(v, "turbulence", m.turbulence, {"none", "mixing_length"}, "eddy viscosity; of a smooth wall");
  v.number("schmidt", m.schmidt, {"", 0.1, 10}, "turbulent, of the solids");
  v.number("prandtl", m.prandtl, {"", 0.1, 10}, "turbulent, of heat");
  choose(v, "suspension_viscosity", m.suspension, {"none", "thomas", "krieger_dougherty", "maron_pierce"}, "by coarse grains");
  if (m.suspension == SuspensionViscosity::krieger_dougherty) v.number("intrinsic_viscosity", m.intrinsic_viscosity, {"", 0.5, 10}, "");
  else v.unused("intrinsic_viscosity", "only with suspension_viscosity: krieger_dougherty");
  v.group("migration", {.shorthand = "law"}, [&](FieldVisitor& g) {
    choose(g, "law", m.migration, {"none", "phillips"}, "of grains down the shear rate");
    if (m.migration == MigrationLaw::phillips) {
      g.number("kc", m.migration_kc, {"", 0, 10}, "of collisions");
      g.number("keta", m.migration_keta, {"", 0, 10}, "of viscosity");
    } else {
      for (const char* key : {"kc", "keta"}) g.unused(key, "only with law: phillips");
    }
  }, "");
  v.number("diffusivity", m.diffusivity, {"m2/s", 0, 10}, "molecular, of every class");
  v.number("wall_temperature", m.wall_temperature, {"degC", -5, 200}, "held; default the sea's through outer_heat_transfer");
}
}  // namespace

void describe_rings(FieldVisitor& grid, Scenario& s) {
  if (s.model == Model::axial) {
    for (const char* key : {"radial_cells", "wall_cell"}) grid.unused(key, only_axisymmetric);
    return;
  }
  double count = s.section.radial_cells;
  grid.number("radial_cells", count, {"", 4, 512}, "rings, an even number");
  s.section.radial_cells = static_cast<int>(std::floor(count));
  grid.number("wall_cell", s.section.wall_cell, {"m", 0, 10}, "thickness of the ring at the wall; 0 = all the same");
}

void describe_section(FieldVisitor& v, Scenario& s) {
  for (const char* key : {"pumps", "valves", "vessels", "waves", "inlet", "outlet"}) v.unused(key, "only with model: axial");
  v.group("axisymmetric", {.required = true}, [&](FieldVisitor& g) {
    AxisymmetricModel& m = s.section;
    choose(g, "ends", m.ends, {"periodic", "open", "closed"}, "of the pipe", true);
    describe_drive(g, s);
    if (m.ends == SectionEnds::open) choose(g, "inlet_profile", m.inlet_profile, {"uniform", "laminar", "turbulent"}, "of the entering velocity");
    else g.unused("inlet_profile", "only with ends: open");
    describe_closures(g, m);
    g.table("initial_velocity", m.profile_radius, m.profile_velocity, {{"m", 0, 5}, {"m/s", -100, 100}}, "rows of radius, axial velocity");
  }, "");
}

void check_section(const Scenario& s, double length, ConfigReader& r) {
  const AxisymmetricModel& m = s.section;
  if (s.segments.empty() || r.troubled("pipe.segments") || r.troubled("grid")) return;
  if (s.segments.size() > 1) r.report("pipe.segments", "an axisymmetric run has one segment", "one bore, one inclination");
  const double radius = s.segments[0].bore / 2;
  if (s.segments[0].minor_loss > 0) r.report("pipe.segments[0].minor_loss", "only with model: axial");
  if (m.radial_cells % 2 != 0) r.report("grid.radial_cells", "is odd", "the rings are transformed in pairs: " + number_text(m.radial_cells + 1));
  if (m.wall_cell >= radius) r.report("grid.wall_cell", "is thicker than the pipe's radius", "the radius is " + number_text(radius) + " m");
  const double cells = length * m.radial_cells / s.cell_length;
  if (cells > 5e7) r.report("grid.cell_length", "more than 50000000 cells", "longer cells or fewer rings; they would need " + gigabytes(section_memory(cells, static_cast<double>(s.solids.size()))) + " of memory");
  const double rings = radius / m.radial_cells;
  if (s.cell_length > 4 * length) r.report("grid.cell_length", "is longer than the pipe", "the pipe is " + number_text(length) + " m long");
  if (m.wall_cell > 0 && m.wall_cell < rings * 1e-6) r.report("grid.wall_cell", "is too thin for " + number_text(m.radial_cells) + " rings", "at least " + number_text(rings * 1e-6) + " m");
  const RheologyTable& t = s.rheology;
  bool yields = false;
  for (double stress : t.yield_stress) yields |= stress > 0;
  if (t.law == RheologyLaw::herschel_bulkley_papanastasiou && yields && t.regularisation_time < 1e-3)
    r.report("rheology.regularisation_time", "a regularised yield stress needs one", "law: herschel_bulkley is the same without; 1000 s leaves an error of exp(-1000 s x shear rate)");
  if (m.migration == MigrationLaw::phillips && m.suspension == SuspensionViscosity::none)
    r.report("axisymmetric.migration", "needs a suspension_viscosity", "krieger_dougherty is the law it was fitted with");
  if (!m.profile_radius.empty() && m.ends == SectionEnds::closed) r.report("axisymmetric.initial_velocity", "nothing flows through closed ends");
  if (!s.feeds.empty() && m.ends != SectionEnds::open) r.report("feeds", "needs open ends");
  for (std::size_t i = 0; i < s.feeds.size(); ++i)
    if (s.feeds[i].position > 0) r.report("feeds[" + std::to_string(i) + "].position", "an axisymmetric run is fed at its inlet alone");
}
}  // namespace riser
