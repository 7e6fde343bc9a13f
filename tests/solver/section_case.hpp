#pragma once
#include "solver/section_build.hpp"
#include "tests/solver/cases.hpp"

namespace riser::cases {

/// A short pipe with two classes, one of which migrates, in warm turbulent mud: every pass of the step runs, no field stays empty.
inline Scenario full_section(SectionEnds ends) {
  Scenario s = plain_pipe(4, 20, 0.1);
  s.model = Model::axisymmetric;
  s.heat = true;
  s.maximum_step = 0.02;
  s.liquid.viscosity = 0.05;
  s.solids = {grains(0.05, 4), grains(0.02, 4)};
  s.section.radial_cells = 8;
  s.section.ends = ends;
  s.section.flow_given = ends != SectionEnds::closed;
  s.section.turbulence = TurbulenceLaw::mixing_length;
  s.section.suspension = SuspensionViscosity::maron_pierce;
  s.section.migration = MigrationLaw::phillips;
  s.section.wall_temperature = 5;
  s.rheology.law = RheologyLaw::bingham;
  s.rheology.fraction = {0}, s.rheology.yield_stress = {1}, s.rheology.consistency = {0.05}, s.rheology.index = {1};
  s.section_drive = constant(0.004);
  s.inlet_temperature = constant(20);
  InitialConcentration layer;
  layer.from = 1, layer.to = 2.5, layer.value = 0.2;
  s.initial = {layer};
  if (ends != SectionEnds::open) return s;
  s.feeds = {{0, FeedKind::dry_mass_rate, constant(0.3)}, {1, FeedKind::concentration, constant(0.05)}};
  return s;
}
}  // namespace riser::cases
