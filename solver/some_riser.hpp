#pragma once
#include <algorithm>
#include <cstdio>
#include <memory>
#include <numeric>
#include <vector>

#include "kernels/axial/step.hpp"
#include "solver/build.hpp"
#include "solver/places.hpp"
#include "solver/riser_state.hpp"
#include "solver/snapshot.hpp"

// What one riser shows of itself; used by ensemble.cpp alone. N is fixed at set-up, so that the class loops unroll.
namespace riser {

/// One riser, whatever its number of classes.
struct AnyRiser {
  virtual ~AnyRiser() = default;
  virtual Clock& clock() = 0;
  virtual Snapshot snapshot() const = 0;
  virtual SeriesRow row(const Scenario& scenario) const = 0;
  virtual Totals totals() const = 0;
  virtual std::vector<StatePart> parts() = 0;
  /// What is wrong with cell i, in words with the likely cause.
  virtual std::string trouble(int i, const Scenario& scenario) const = 0;
};

inline std::vector<double> copy(const Real* values, int count) { return {values, values + count}; }

template <int N>
class SomeRiser final : public AnyRiser {
 public:
  SomeRiser(const Scenario& scenario, const Grid& grid) : riser_(build<N>(scenario, grid)) {
    for (int k = 0; k < N; ++k) initial_[k] = stored(k);
  }
  Riser<N>* riser() { return riser_.get(); }
  Clock& clock() override { return *riser_->view.clock; }
  /// The view's parts, and what this class keeps itself.
  std::vector<StatePart> parts() override {
    std::vector<StatePart> parts = parts_of(riser_->view);
    parts.push_back({"mass_at_start", initial_, max_classes});
    return parts;
  }

  std::string trouble(int i, const Scenario& scenario) const override {
    const RiserView<N>& v = riser_->view;
    const Clock& c = *v.clock;
    char text[200];
    if (!(soundness(v, i) == 0)) return "the state is no number; a smaller time.courant or time.maximum_step may carry it further";
    if (v.column->parts > most_parts) return "the column's flow asks for ever smaller sub-steps; what drives it jumps without end: a smaller time.maximum_step, and please report the case";
    for (int k = 0; k < N; ++k) {
      const char* name = scenario.solids[k].name.c_str();
      if (v.phi[k][i] < -sound_fraction)
        std::snprintf(text, sizeof text, "the fraction of %s is %.3g; what is fed or starts there jumps too hard for the step: a smaller time.courant", name, v.phi[k][i]);
      else if (const double drift = imbalance(c, k, stored(k) / v.class_density[k], volume()); drift > sound_balance)
        std::snprintf(text, sizeof text, "the mass of %s drifts by %.2g of what came; a smaller time.courant, and please report the case", name, drift);
      else continue;
      return text;
    }
    if (total(i) > 1 + sound_fraction) std::snprintf(text, sizeof text, "the grains take %.4g of the cell; they are fed where nothing carries them on", total(i));
    else
      std::snprintf(text, sizeof text, "the time step collapses to %.3g s at %.3g m/s and %.3g m2/s of dispersion; what drives the column has no friction or limit against it", c.step,
                    c.flow * v.inverse_area[i], v.dispersion[i]);
    return text;
  }

  Snapshot snapshot() const override {
    const RiserView<N>& v = riser_->view;
    Snapshot s;
    s.time = v.clock->time;
    for (int k = 0; k < N; ++k) s.concentration.insert(s.concentration.end(), v.phi[k], v.phi[k] + v.n);
    s.flow_rate = copy(v.flow, v.n + 1);
    s.pressure = copy(v.pressure, v.n);
    for (double& p : s.pressure) p = shown_pressure(p);
    s.temperature = copy(v.temperature, v.n);
    s.wall_temperature = copy(v.wall_temperature, v.n);
    s.mixture_density = copy(v.density, v.n);
    s.wall_shear_stress = copy(v.shear, v.n);
    return s;
  }

  SeriesRow row(const Scenario& scenario) const override {
    const RiserView<N>& v = riser_->view;
    const Clock& c = *v.clock;
    SeriesRow row;
    row.time = c.time, row.flow_rate = v.flow[v.n], row.step = c.step;
    row.inlet_pressure = inlet_pressure(), row.outlet_pressure = outlet_pressure();
    row.outlet_temperature = outlet_temperature(v);
    row.cavity_volume = cavity_volume();
    row.bed_threshold = c.bed_resistance;
    row.restart_pressure = c.bed_resistance + gel_threshold();
    row.branch_flow = copy(c.branch_flow, v.branches), row.gas_volume = copy(c.gas_volume, v.branches);
    for (int b = 0; b < v.branches; ++b) row.gas_volume[b] *= v.branch[b].vessel;
    double packed = 0;
    for (int i = 0; i < v.n; ++i) packed = std::max(packed, coarse(i));
    row.maximum_packing_ratio = packed / v.slip.maximum_packing;
    for (int k = 0; k < N; ++k) {
      row.in_situ_concentration.push_back(stored(k) / v.class_density[k] / volume());
      row.delivered_concentration.push_back(v.flow[v.n] > 1e-9 ? c.outflow[k] / v.flow[v.n] : 0);
      row.feed_rate.push_back(c.inflow[k]);
      row.delivered_rate.push_back(c.outflow[k]);
    }
    row.pump_head = copy(c.pump_rise, v.pumps);
    row.pump_power = copy(c.pump_power, v.pumps);
    for (int p = 0; p < v.pumps; ++p) {
      const bool moves_volume = v.pump[p].positive_displacement;
      row.pump_speed.push_back(moves_volume ? 0 : pump_ratio(v, p, c.time) * v.pump[p].rated_speed);
      row.pump_flow.push_back(v.flow[v.pump[p].face]);
    }
    for (double at : scenario.output.probes) {
      const int i = std::clamp(static_cast<int>(std::upper_bound(v.position, v.position + v.n, at) - v.position) - 1, 0, v.n - 1);
      row.probe_pressure.push_back(pressure_at(at, i));
      row.probe_concentration.push_back(value_between_centres(v, at, [this](int i) { return total(i); }));
    }
    return row;
  }

  Totals totals() const override {
    const RiserView<N>& v = riser_->view;
    const Clock& c = *v.clock;
    Totals t;
    const bool stepped = c.steps > 0;
    const Real* lowest = stepped ? v.lowest_pressure : v.pressure;
    for (int i = 0; i < v.n; ++i) {
      t.minimum_pressure.push_back(shown_pressure(lowest[i]));
      const double below = v.largest_cavity[i] * (i > 0 ? 0.5 : 1), above = v.largest_cavity[i + 1] * (i + 1 < v.n ? 0.5 : 1);
      t.maximum_cavity.push_back((below + above) / v.volume[i]);
    }
    t.suction_head = copy(c.suction_head, v.pumps);
    t.cavity_time = c.cavity_time, t.cavity_position = c.cavity_position;
    t.maximum_pressure = copy(stepped ? v.maximum_pressure : v.pressure, v.n);
    t.maximum_concentration = copy(v.maximum_concentration, v.n);
    for (int k = 0; k < N; ++k) {
      t.mass_in.push_back(c.mass_in[k] * v.class_density[k]);
      t.mass_out.push_back(c.mass_out[k] * v.class_density[k]);
      t.mass_dumped.push_back(c.mass_dumped[k] * v.class_density[k]);
      t.mass_stored.push_back(stored(k));
      t.mass_initial.push_back(initial_[k]);
    }
    t.energy = c.energy, t.work = c.work, t.steps = c.steps, t.substeps = c.substeps;
    t.plug_time = c.plug_time, t.plug_position = c.plug_position;
    t.missed_time = c.missed_time, t.missed_error = c.missed_error;
    return t;
  }

 private:
  /// Pressure [Pa] as it is shown: where cavities are, waves in a cell between them may pull its mean below the vapour's, at which the
  /// faces stand.
  double shown_pressure(double p) const { return riser_->view.windows > 0 ? std::max(p, riser_->view.vapour_pressure) : p; }
  /// Pressures in the pipe at its very ends [Pa]: what the faces have where waves run, else the balance over half a cell.
  double inlet_pressure() const {
    const RiserView<N>& v = riser_->view;
    const bool waves = v.clock->elastic && v.clock->steps > 0;
    const double in_cell = v.pressure[0] + 0.5 * (v.running[1] - v.running[0]);  // above what stands at the inlet
    return shown_pressure(waves ? v.clock->junction[0].pressure_below : in_cell - rise_at(v, 0));
  }
  double outlet_pressure() const {
    const RiserView<N>& v = riser_->view;
    const bool waves = v.clock->elastic && v.clock->steps > 0;
    return shown_pressure(waves ? v.clock->junction[v.junctions - 1].pressure_above : v.pressure[v.n - 1] - 0.5 * (v.running[v.n] - v.running[v.n - 1]));
  }
  /// Pressure [Pa] at a place in cell i or above its centre: linear between centres and ends, but not across a pump or valve.
  double pressure_at(double at, int i) const {
    const RiserView<N>& v = riser_->view;
    const double s = v.position[i], p = v.pressure[i];
    const auto line = [&](double to, double value) { return shown_pressure(p + (at - s) / (to - s) * (value - p)); };
    if (at < s) return line(s - 0.5 * v.length[i], inlet_pressure());  // below the first centre
    if (i + 1 == v.n) return line(s + 0.5 * v.length[i], outlet_pressure());
    if (std::find(v.station, v.station + v.stations, i + 1) == v.station + v.stations) return line(v.position[i + 1], v.pressure[i + 1]);
    const bool above = at > s + 0.5 * v.length[i];
    const int from = above ? i + 1 : i, next = above ? std::min(i + 2, v.n - 1) : std::max(i - 1, 0);
    if (from == next) return shown_pressure(v.pressure[from]);
    const double slope = (v.pressure[next] - v.pressure[from]) / (v.position[next] - v.position[from]);
    return shown_pressure(v.pressure[from] + slope * (at - v.position[from]));
  }
  /// Cavities in the pipe [m3], with the free gas the case gives.
  double cavity_volume() const {
    const RiserView<N>& v = riser_->view;
    if (!v.clock->elastic || !has_cavities(v)) return 0;
    double sum = 0;
    const auto add = [&](double volume, double gas) { sum += v.free_gas > 0 || is_open(volume, gas) ? volume : 0; };
    for (int f = 0; f <= v.n; ++f) add(v.cavity[f], v.face_gas[f]);
    for (int k = 0; k < v.junctions; ++k) {
      const int f = v.junction_face[k];
      add(v.clock->junction[k].cavity_below, half_gas(v, f > 0 ? f - 1 : 0));
      add(v.clock->junction[k].cavity_above, half_gas(v, f < v.n ? f : v.n - 1));
    }
    return sum;
  }
  /// Mass [kg] of class k in the pipe, compensated sum: the balance is checked to 1e-12.
  double stored(int k) const {
    const RiserView<N>& v = riser_->view;
    double sum = 0, lost = 0;
    for (int i = 0; i < v.n; ++i) {
      const double y = v.phi[k][i] * v.volume[i] - lost, next = sum + y;
      lost = (next - sum) - y;
      sum = next;
    }
    return sum * v.class_density[k];
  }
  double volume() const { return std::accumulate(riser_->view.volume, riser_->view.volume + riser_->view.n, 0.0); }  // [m3]
  /// Pressure [Pa] that the yield stress holds against along the whole pipe.
  double gel_threshold() const {
    const RiserView<N>& v = riser_->view;
    double sum = 0;
    const bool table = v.friction_kind == FrictionKind::section_table;
    for (int i = 0; i < v.n && (table || v.rheology.size > 0); ++i) {
      const double solids = total(i), carrier = v.carrier_class < 0 ? 0 : v.phi[v.carrier_class][i], share = carrier / (1 - solids + carrier);
      const double stress = table ? section_yield_stress(v.section_friction, v.carrier_class < 0 ? coarse(i) : share)
                                  : carrier_fluid(v.rheology, share, v.density[i], v.viscosity[i]).yield_stress;
      sum += 4 * stress * (1 + v.ageing_growth * v.structure[i]) / v.bore[i] * v.length[i];
    }
    return sum;
  }
  double total(int i) const {
    double sum = 0;
    for (int k = 0; k < N; ++k) sum += riser_->view.phi[k][i];
    return sum;
  }
  double coarse(int i) const {
    double sum = 0;
    for (int k = 0; k < N; ++k) sum += riser_->view.slip.coarse[k] * riser_->view.phi[k][i];
    return sum;
  }
  std::unique_ptr<Riser<N>> riser_;
  double initial_[max_classes] = {};
};
}  // namespace riser
