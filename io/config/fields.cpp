#include "io/config/fields.hpp"

namespace riser {
namespace {

// Ranges are those beyond which a value is a slip of the pen, not an unusual riser.
const Limits length_of_pipe{"m", 0, 20000}, cell_of_pipe{"m", 1e-3, 1000}, seconds{"s", 0, 1e8}, fraction{"", 0, 1};
const Limits pressure_at_end{"Pa", 0, 1e9}, flow_at_end{"m3/s", -100, 100};

Limits needed(Limits limits) {
  limits.required = true;
  return limits;
}

void describe_run(FieldVisitor& v, Scenario& s) {
  v.text("name", s.name, true, "the case's name, also of its folder: a-z 0-9 _ -");
  v.text("title", s.title, false, "one line for people");
  choose(v, "model", s.model, {"axial", "axisymmetric"}, "along the pipe alone, or in r and z");
  if (s.model == Model::axial) choose(v, "pressure_model", s.pressure, {"rigid", "elastic"}, "filter pressure waves or resolve them");
  else v.unused("pressure_model", "only with model: axial");
  v.group("grid", {}, [&](FieldVisitor& g) {
    g.number("cell_length", s.cell_length, cell_of_pipe, "target length of a cell");
    describe_rings(g, s);
  }, "");
  v.group("time", {.required = true}, [&](FieldVisitor& g) {
    g.number("end", s.end_time, {"s", 1e-6, 1e8, true}, "end of the run");
    g.number("courant", s.courant, {"", 1e-3, 1}, "share of the stable time step");
    g.number("maximum_step", s.maximum_step, {"s", 1e-9, 1e4}, "longest time step");
  }, "");
}

void describe_water(FieldVisitor& v, Scenario& s) {
  v.group("liquid", {.shorthand = "law"}, [&](FieldVisitor& g) {
    Liquid& l = s.liquid;
    choose(g, "law", l.law, {"seawater", "constant"}, "properties of the carrier liquid");
    if (l.law == LiquidLaw::seawater) {
      g.number("salinity", l.salinity, {"", 0, 120}, "practical salinity");
      for (const char* key : {"density", "viscosity", "bulk_modulus"}) g.unused(key, "only with law: constant");
    } else {
      g.number("density", l.density, {"kg/m3", 100, 3000, true}, "");
      g.number("viscosity", l.viscosity, {"Pa.s", 1e-6, 1000, true}, "dynamic");
      g.number("bulk_modulus", l.bulk_modulus, {"Pa", 1e6, 1e12}, "");
      g.unused("salinity", "only with law: seawater");
    }
    g.number("heat_capacity", l.heat_capacity, {"J/kg/K", 100, 20000}, "");
    g.number("conductivity", l.conductivity, {"W/m/K", 1e-3, 100}, "");
  }, "");
  v.group("sea", {}, [&](FieldVisitor& g) {
    g.table("temperature", s.sea.depth, s.sea.temperature, {{"m", 0, 12000}, {"degC", -5, 100}}, "rows of depth, temperature");
    g.number("surface_pressure", s.sea.surface_pressure, {"Pa", 0, 1e7}, "absolute");
    g.number("salinity", s.sea.salinity, {"", 0, 120}, "practical salinity");
  }, "");
}

void describe_laws(FieldVisitor& v, Scenario& s) {
  v.number("maximum_packing", s.maximum_packing, {"", 0.2, 0.9}, "densest bed");
  v.number("wall_support", s.wall_support, {"", 0, 100}, "Coulomb threshold of a packed bed over its submerged weight");
  v.group("rheology", {.shorthand = "law"}, [&](FieldVisitor& g) {
    RheologyTable& r = s.rheology;
    choose(g, "law", r.law, {"newtonian", "bingham", "herschel_bulkley", "herschel_bulkley_papanastasiou"}, "of liquid and carrier class");
    g.number("regularisation_time", r.regularisation_time, {"s", 0, 1e7}, "Papanastasiou's m, with law: herschel_bulkley_papanastasiou");
    if (s.model == Model::axisymmetric) g.unused("ageing", "only with model: axial");
    else g.group("ageing", {}, [&r](FieldVisitor& a) {
      a.number("time", r.ageing_time, {"s", 1, 1e7}, "in which a gel at rest builds up");
      a.number("growth", r.ageing_growth, {"", 0, 1000}, "aged over fresh yield stress, less 1");
      a.number("strain", r.ageing_strain, {"", 1e-3, 1e6}, "that breaks the structure");
    }, "");
    const auto resize = [&r](size_t n) {
      for (auto* column : {&r.fraction, &r.yield_stress, &r.consistency, &r.index}) column->resize(n);
    };
    g.list("table", {r.fraction.size(), resize, [&r](FieldVisitor& row, size_t i) {
      row.number("fraction", r.fraction[i], needed(fraction), "carrier fraction");
      row.number("yield_stress", r.yield_stress[i], {"Pa", 0, 1e5, true}, "");
      row.number("consistency", r.consistency[i], {"Pa.s", 1e-6, 1e4, true}, "K of K rate^n; SI Pa s^n");
      row.number("index", r.index[i], {"", 0.05, 2, true}, "n of K rate^n");
    }, 16}, "by carrier fraction, linear between");
  }, "");
  v.flag("heat", s.heat, "solve for temperature");
  if (s.model == Model::axisymmetric) {
    for (const char* key : {"friction", "dispersion"}) v.unused(key, "only with model: axial");
    return;
  }
  describe_friction(v, s);
  describe_dispersion(v, s);
}

void describe_segment(FieldVisitor& v, Segment& p, const Names& segments) {
  v.text("name", p.name, false, "for `inside`");
  v.reference("inside", p.inside, segments, false, "the annulus around this pipe; its flow area is what this pipe leaves");
  v.number("length", p.length, {"m", 1e-3, 20000, true}, "along the pipe");
  v.number("bore", p.bore, {"m", 1e-3, 10, true}, "inner diameter");
  v.number("wall_thickness", p.wall_thickness, {"m", 1e-4, 1}, "");
  v.number("roughness", p.roughness, {"m", 0, 0.1}, "");
  v.number("inclination", p.inclination, {"rad", 0, 3.1416}, "from vertical: 0 deg up, 180 deg down");
  v.number("youngs_modulus", p.youngs_modulus, {"Pa", 1e6, 1e13}, "");
  v.number("wall_density", p.wall_density, {"kg/m3", 500, 25000}, "");
  v.number("wall_heat_capacity", p.wall_heat_capacity, {"J/kg/K", 50, 10000}, "");
  v.number("outer_heat_transfer", p.outer_heat_transfer, {"W/m/K", 0, 1e5}, "wall to sea or annulus, per metre of pipe");
  v.number("inner_heat_transfer", p.inner_heat_transfer, {"W/m2/K", 0, 1e6}, "0 = Gnielinski");
  v.number("minor_loss", p.minor_loss, {"", 0, 1e5}, "K of the whole segment");
  v.number("yield_strength", p.yield_strength, {"Pa", 0, 1e10}, "0 = no limits drawn");
}

template <class T>
Names names_of(const std::vector<T>& all) {
  Names names;
  for (const T& one : all) names.push_back(one.name);
  return names;
}

void describe_boundary(FieldVisitor& v, const char* key, Boundary& b) {
  v.group(key, {.shorthand = "kind"}, [&](FieldVisitor& g) {
    choose(g, "kind", b.kind, {"sea", "pressure", "flow", "closed"}, "what holds the end", true);
    const bool valued = b.kind == BoundaryKind::pressure || b.kind == BoundaryKind::flow;
    if (valued) {
      Limits limits = b.kind == BoundaryKind::pressure ? pressure_at_end : flow_at_end;
      describe_schedule(g, "value", b.value, needed(limits), "absolute pressure, or flow upwards");
    } else {
      b.value = {};
      g.unused("value", "only with kind: pressure or flow");
    }
  }, "");
}

void describe_waves(FieldVisitor& v, Waves& w) {
  v.group("waves", {}, [&](FieldVisitor& g) {
    g.table("between", w.from, w.to, {{"s", 0, 1e8}, {"s", 0, 1e8}}, "rows of start, end: waves then, rigid else; default always");
    g.number("record_interval", w.record_interval, {"s", 0, 1e8}, "of snapshots and rows while waves run; 0 = as output says");
    choose(g, "friction", w.friction, {"quasi_steady", "vitkovsky"}, "of unsteady flow");
    g.flag("cavities", w.cavities, "where the pressure reaches vapour pressure");
    g.number("vapour_pressure", w.vapour_pressure, {"Pa", 0, 1e5}, "absolute");
    g.number("free_gas", w.free_gas, {"", 0, 0.01}, "volume fraction at gas_pressure; 0 = vapour alone");
    g.number("gas_pressure", w.gas_pressure, {"Pa", 1, 1e8}, "absolute");
  }, "");
}

void describe_feed(FieldVisitor& v, Feed& f, const Names& classes) {
  const Names keys = {"dry_rate", "volume_rate", "concentration"};
  const Limits limits[] = {{"kg/s", 0, 1e4, true}, {"m3/s", 0, 10, true}, {"", 0, 0.9, true}};
  v.reference("class", f.solid_class, classes, true, "solids class");
  const int kind = v.alternative(keys, static_cast<int>(f.kind), "how the feed is given");
  if (kind < 0) return;
  f.kind = static_cast<FeedKind>(kind);
  describe_schedule(v, keys[kind].c_str(), f.value, limits[kind], "dry solids, volume of grains, or in-situ fraction at the inlet");
  v.number("position", f.position, length_of_pipe, "along the pipe; beyond 0 in exchange for as much liquid");
}

void describe_concentration(FieldVisitor& v, InitialConcentration& c, const Names& classes) {
  v.reference("class", c.solid_class, classes, true, "solids class");
  const int shape = v.alternative({"layer", "gaussian"}, static_cast<int>(c.shape), "the shape along the pipe");
  c.shape = static_cast<InitialShape>(shape);
  if (shape == 0) {
    std::vector<double> ends = {c.from, c.to};
    v.numbers("layer", ends, needed(length_of_pipe), "from, to");
    if (ends.size() == 2) c.from = ends[0], c.to = ends[1];
  } else if (shape == 1) {
    v.group("gaussian", {}, [&](FieldVisitor& g) {
      g.number("centre", c.centre, needed(length_of_pipe), "");
      g.number("width", c.width, {"m", 1e-3, 20000, true}, "exp(-((s - centre)/width)^2)");
    }, "");
  } else {
    c.shape = InitialShape::layer;
  }
  v.number("value", c.value, {"", 0, 0.9, true}, "of the layer, or the peak");
  if (shape == 0) v.unused("background", "only with gaussian");
  else v.number("background", c.background, {"", 0, 0.9}, "added everywhere");
}

void describe_start(FieldVisitor& v, Scenario& s, const Names& classes) {
  v.group("initial", {}, [&](FieldVisitor& g) {
    if (s.model == Model::axial) g.number("flow_rate", s.initial_flow, flow_at_end, "upwards");
    else g.unused("flow_rate", "only with model: axial; see axisymmetric.initial_velocity");
    // -1000 stands for the sea's temperature and is written as no key at all.
    g.number("temperature", s.initial_temperature, {"degC", -5, 200}, "default the sea's");
    const auto resize = [&s](size_t n) { s.initial.resize(n); };
    g.list("concentration", {s.initial.size(), resize, [&](FieldVisitor& row, size_t i) { describe_concentration(row, s.initial[i], classes); }, 1000},
           "solids in the pipe");
  }, "");
  v.schedule("inlet_temperature", s.inlet_temperature, {"degC", -5, 200}, "default the sea's at the inlet");
}

void describe_event(FieldVisitor& v, Event& e, const Scenario& s, const Names& classes) {
  v.number("at", e.time, {"s", 0, 1e8, true}, "");
  choose(v, "action", e.action, {"pump_trip", "pump_restart", "feed_stop", "feed_start", "flush"}, "", true);
  Names targets;
  if (e.action == EventAction::pump_trip || e.action == EventAction::pump_restart)
    for (const Pump& pump : s.pumps) targets.push_back(pump.name);
  else
    for (const Feed& feed : s.feeds) targets.push_back(feed.solid_class < 0 || feed.solid_class >= static_cast<int>(classes.size()) ? "" : classes[feed.solid_class]);
  if (e.action == EventAction::flush) v.unused("target", "flush stops every feed");
  else v.reference("target", e.target, targets, false, "pump or fed class; default all");
}

/// What stands along the pipe and at its ends.
void describe_line(FieldVisitor& v, Scenario& s) {
  v.unused("axisymmetric", "only with model: axisymmetric");
  v.list("pumps", {s.pumps.size(), [&](size_t n) { s.pumps.resize(n); },
                   [&](FieldVisitor& row, size_t i) { describe_pump(row, s.pumps[i]); }, 16}, "stations");
  v.list("valves", {s.valves.size(), [&](size_t n) { s.valves.resize(n); },
                    [&](FieldVisitor& row, size_t i) { describe_valve(row, s.valves[i]); }, 16}, "");
  v.list("vessels", {s.vessels.size(), [&](size_t n) { s.vessels.resize(n); },
                     [&](FieldVisitor& row, size_t i) { describe_vessel(row, s.vessels[i]); }, 8}, "with a gas cushion, beside the pipe; with waves");
  if (s.pressure == PressureModel::elastic) describe_waves(v, s.waves);
  else v.unused("waves", "only with pressure_model: elastic");
  describe_boundary(v, "inlet", s.inlet);
  describe_boundary(v, "outlet", s.outlet);
}

void describe_axial_studies(FieldVisitor& v, Scenario& s) {
  v.group("heave", {}, [&](FieldVisitor& g) {
    g.number("amplitude", s.heave.amplitude, {"m", 0, 30}, "of the ship, which the pipe follows");
    g.number("period", s.heave.period, {"s", 1, 600}, "");
  }, "z = amplitude sin(2 pi t/period)");
  v.group("hold_time", {}, [&](FieldVisitor& g) {
    g.numbers("off", s.hold_time.off, seconds, "times the pumps are off, increasing");
    g.number("recovered", s.hold_time.recovered, {"", 0.01, 1}, "share of the flow before the trip that counts as restarted");
    g.number("within", s.hold_time.within, {"s", 1, 1e6}, "after the restart");
  }, "how long may the pumps be off: trip and restart of the case, again and again");
  v.group("sweep", {}, [&](FieldVisitor& g) { describe_sweep(g, s.sweep); }, "riser sweep runs all members");
  v.group("size", {}, [&](FieldVisitor& g) { describe_sizing(g, s.sizing); }, "riser size searches bore, wall, stations, flow");
}

/// The ship, the studies of the case, and what is written.
void describe_studies(FieldVisitor& v, Scenario& s) {
  if (s.model == Model::axisymmetric)
    for (const char* key : {"heave", "hold_time", "sweep", "size"}) v.unused(key, "only with model: axial");
  else describe_axial_studies(v, s);
  describe_tabulation(v, s);
  v.group("output", {}, [&](FieldVisitor& g) {
    g.text("folder", s.output.folder, false, "default runs/ and the case's name");
    g.number("snapshot_interval", s.output.snapshot_interval, {"s", 1e-9, 1e8}, "");
    g.number("series_interval", s.output.series_interval, {"s", 1e-9, 1e8}, "");
    g.number("checkpoint_interval", s.output.checkpoint_interval, {"s", 0, 1e8}, "wall time between two checkpoints, 0 = none");
    double kept = s.output.checkpoints_kept;
    g.number("checkpoints_kept", kept, {"", 1, 1000}, "how many of the last stay");
    s.output.checkpoints_kept = static_cast<int>(kept);
    if (s.model == Model::axial) g.numbers("probes", s.output.probes, length_of_pipe, "along the pipe");
    else g.unused("probes", "only with model: axial");
  }, "");
}
}  // namespace

void describe_schedule(FieldVisitor& v, const char* key, Schedule& schedule, const Limits& limits, const char* help) {
  v.schedule(key, schedule, limits, help);
  v.group("fluctuation", {}, [&](FieldVisitor& g) {
    g.number("amplitude", schedule.fluctuation_amplitude, needed(fraction), "a of 1 + a sin(2 pi t/period)");
    g.number("period", schedule.fluctuation_period, needed(seconds), "0 = none");
  }, "");
}

void describe_solid(FieldVisitor& v, SolidClass& c) {
  v.text("name", c.name, true, "");
  v.flag("carrier", c.carrier, "moves with the liquid (mud)");
  v.number("diameter", c.diameter, {"m", c.carrier ? 0 : 1e-7, 1, !c.carrier}, "");
  v.number("density", c.density, {"kg/m3", 100, 25000, true}, "of a grain");
  v.number("bulk_modulus", c.bulk_modulus, {"Pa", 1e6, 1e12}, "");
  v.number("heat_capacity", c.heat_capacity, {"J/kg/K", 50, 10000}, "");
  v.group("terminal_velocity", {.shorthand = "law"}, [&](FieldVisitor& g) {
    choose(g, "law", c.terminal_law, {"ferguson_church", "schiller_naumann", "haider_levenspiel", "clift", "cheng", "fixed"}, "");
    if (c.terminal_law == TerminalLaw::ferguson_church) g.number("c2", c.shape_c2, {"", 0.1, 10}, "0.4 spheres, 1 natural grains");
    else g.unused("c2", "only with law: ferguson_church");
    if (c.terminal_law == TerminalLaw::fixed) g.number("value", c.terminal_velocity, {"m/s", -10, 10, true}, "settling is positive");
    else g.unused("value", "only with law: fixed");
  }, "");
  v.group("hindrance", {.shorthand = "law"}, [&](FieldVisitor& g) {
    choose(g, "law", c.hindrance_law, {"richardson_zaki", "rowe", "garside_al_dibouni", "fixed"}, "");
    const bool by_hand = c.hindrance_law == HindranceLaw::fixed;
    if (by_hand || c.hindrance_law == HindranceLaw::richardson_zaki)
      g.number("exponent", c.hindrance_exponent, {"", 0, 10, by_hand}, "n of (1 - phi)^n; 0 = from the Reynolds number");
    else g.unused("exponent", "only with law: fixed or richardson_zaki");
  }, "");
  v.flag("wall_effect", c.wall_effect, "Di Felice's factor");
}

void describe(FieldVisitor& v, Scenario& s) {
  describe_run(v, s);
  describe_water(v, s);
  v.list("solids", {s.solids.size(), [&](size_t n) { s.solids.resize(n); },
                    [&](FieldVisitor& row, size_t i) { describe_solid(row, s.solids[i]); }, 64}, "classes of grains");
  describe_laws(v, s);
  v.group("pipe", {.required = true}, [&](FieldVisitor& g) {
    g.number("inlet_depth", s.inlet_depth, {"m", 0, 12000, true}, "below the sea surface");
    g.list("segments", {s.segments.size(), [&](size_t n) { s.segments.resize(n); },
                        [&](FieldVisitor& row, size_t i) { describe_segment(row, s.segments[i], names_of(s.segments)); }, 32, true}, "in the order of the flow");
  }, "");
  if (s.model == Model::axisymmetric) describe_section(v, s);
  else describe_line(v, s);
  const Names classes = names_of(s.solids);
  v.list("feeds", {s.feeds.size(), [&](size_t n) { s.feeds.resize(n); },
                   [&](FieldVisitor& row, size_t i) { describe_feed(row, s.feeds[i], classes); }, 64}, "solids entering the pipe");
  describe_start(v, s, classes);
  v.list("events", {s.events.size(), [&](size_t n) { s.events.resize(n); },
                    [&](FieldVisitor& row, size_t i) { describe_event(row, s.events[i], s, classes); }, 10000}, "in time");
  describe_studies(v, s);
}
}  // namespace riser
