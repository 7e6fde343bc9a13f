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
    row.inlet_pressure = v.pressure[0], row.outlet_pressure = v.pressure[v.n - 1];
    row.outlet_temperature = outlet_temperature(v);
    for (int i = 0; i < v.n && v.clock->elastic; ++i) row.cavity_volume += (v.pressure[i] - v.virtual_pressure[i]) * v.compliance[i] * v.volume[i];
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
      row.probe_pressure.push_back(v.pressure[i]);
      row.probe_concentration.push_back(value_between_centres(v, at, [this](int i) { return total(i); }));
    }
    return row;
  }

  Totals totals() const override {
    const RiserView<N>& v = riser_->view;
    const Clock& c = *v.clock;
    Totals t;
    const bool stepped = c.steps > 0;
    const Real* lowest = stepped ? v.lowest_virtual_pressure : v.pressure;
    for (int i = 0; i < v.n; ++i) {
      const double compliance = v.windows > 0 ? v.compliance[i] : 0, gas = compliance > 0 ? v.free_gas / compliance : 0;
      t.minimum_pressure.push_back(compliance > 0 ? pressure_of(lowest[i], v.vapour_pressure, gas) : lowest[i]);
      t.maximum_cavity.push_back((t.minimum_pressure[i] - lowest[i]) * compliance);
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
    return t;
  }

 private:
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
