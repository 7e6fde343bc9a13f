#pragma once
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <vector>

#include "kernels/axisymmetric/clock.hpp"
#include "kernels/axisymmetric/momentum.hpp"
#include "solver/section_build.hpp"
#include "solver/section_executor.hpp"
#include "solver/section_parts.hpp"

// What an axisymmetric run shows of itself; used by section.cpp alone. N is fixed at set-up, so that the class loops unroll.
namespace riser {

/// One run, whatever its number of classes.
struct AnySection {
  virtual ~AnySection() = default;
  virtual SectionClock& clock() = 0;
  virtual void advance(double target) = 0;  // a chunk of steps; the clock alone is fresh behind it
  virtual void fetch() = 0;
  virtual void put() = 0;
  virtual std::vector<StatePart> parts() = 0;
  /// What is wrong with a slice, in words with the likely cause.
  virtual std::string trouble(int slice, const Scenario& scenario) const = 0;
  virtual SectionSnapshot snapshot() const = 0;
  virtual SectionProfile profile(int slice) const = 0;
  virtual SectionRow row() const = 0;
  virtual SectionTotals totals() const = 0;
};

template <int N>
class SomeSection final : public AnySection {
 public:
  SomeSection(const Scenario& scenario, const SectionGrid& grid, std::unique_ptr<SectionExecutor<N>> executor)
      : section_(build_section<N>(scenario, grid)), executor_(std::move(executor)) {
    top_pressure_ = grid.axis.sea_pressure.back();
    executor_->start(*section_);
    for (int c = 0; c < N; ++c) initial_[c] = stored(c);
  }
  SectionClock& clock() override { return *view().clock; }
  void advance(double target) override { executor_->advance(*section_, target); }
  void fetch() override { executor_->fetch(*section_); }
  void put() override { executor_->put(*section_); }
  /// The view's parts, and what this class keeps itself.
  std::vector<StatePart> parts() override {
    std::vector<StatePart> parts = parts_of(section_->view);
    parts.push_back({"volume_at_start", initial_, max_classes});
    return parts;
  }

  std::string trouble(int slice, const Scenario& scenario) const override {
    const SectionView<N>& v = view();
    for (int i = 0; i < v.nr; ++i) {
      const int at = v.at(i, slice);
      for (int c = 0; c < N; ++c) {
        if (!(v.phi[c][at] < -sound_share || v.phi[c][at] > 1 + sound_share)) continue;
        char text[200];
        std::snprintf(text, sizeof text, "the fraction of %s is %.3g at r = %.4g m; a smaller time.courant or time.maximum_step", scenario.solids[c].name.c_str(), v.phi[c][at], 0.5 * (v.r_face[i] + v.r_face[i + 1]));
        return text;
      }
    }
    return "the state is no number or runs away; a smaller time.courant or time.maximum_step may carry it further";
  }

  SectionSnapshot snapshot() const override {
    const SectionView<N>& v = view();
    SectionSnapshot s;
    s.time = v.clock->time;
    for (int c = 0; c < N; ++c) append(v.phi[c], v.nr, v.nz, s.concentration);
    append(v.uz, v.nr, v.nz + 1, s.axial_velocity);
    append(v.ur, v.nr + 1, v.nz, s.radial_velocity);
    append(v.density, v.nr, v.nz, s.density);
    if (v.heat) append(v.temperature, v.nr, v.nz, s.temperature);
    const std::vector<double> column = column_pressure();
    for (int i = 0; i < v.nr; ++i)
      for (int k = 0; k < v.nz; ++k) s.viscosity.push_back(cell_viscosity(v, v.at(i, k))), s.pressure.push_back(column[k] + v.p[v.at(i, k)]);
    for (int k = 0; k < v.nz; ++k) s.wall_shear_stress.push_back(wall_stress(k));
    return s;
  }

  SectionProfile profile(int slice) const override {
    const SectionView<N>& v = view();
    SectionProfile profile;
    for (int i = 0; i < v.nr; ++i) profile.velocity.push_back(v.uz[v.at(i, slice)]);
    for (int i = 0; i <= v.nr; ++i) profile.viscosity.push_back(v.viscosity[v.at(i, slice)]), profile.eddy_viscosity.push_back(v.eddy[v.at(i, slice)]);
    return profile;
  }

  SectionRow row() const override {
    const SectionView<N>& v = view();
    const SectionClock& c = *v.clock;
    SectionRow row;
    row.time = c.time, row.step = c.step, row.largest_speed = c.speed;
    row.flow_rate = flow(v.nz);
    row.pressure_gradient = v.ends == PipeEnds::periodic ? c.gradient : open_gradient();
    for (int k = 0; k < v.nz; ++k) row.wall_shear_stress += wall_stress(k) / v.nz;
    row.divergence = largest_divergence() / std::max(c.speed, 1e-30);
    row.y_plus = c.friction_velocity_over_viscosity / v.per_distance[v.nr];
    for (int k = 0; k < N; ++k) {
      row.in_situ_concentration.push_back(stored(k) / (v.area * v.nz * v.dz));
      row.delivered_concentration.push_back(std::abs(row.flow_rate) > 1e-9 * v.area ? c.outflow[k] / row.flow_rate : 0);
      row.feed_rate.push_back(c.inflow[k]), row.delivered_rate.push_back(c.outflow[k]);
    }
    return row;
  }

  SectionTotals totals() const override {
    const SectionView<N>& v = view();
    const SectionClock& c = *v.clock;
    SectionTotals t;
    for (int k = 0; k < N; ++k) {
      t.mass_in.push_back(c.mass_in[k] * v.class_density[k]), t.mass_out.push_back(c.mass_out[k] * v.class_density[k]);
      t.mass_stored.push_back(stored(k) * v.class_density[k]), t.mass_initial.push_back(initial_[k] * v.class_density[k]);
      double most = 0;
      for (int i = 0; i < v.nr; ++i) most = std::max(most, *std::max_element(v.phi[k] + v.at(i, 0), v.phi[k] + v.at(i, v.nz)));
      t.largest_concentration.push_back(most);
    }
    t.viscous_share = c.viscous_share, t.steps = c.steps;
    t.y_plus = c.friction_velocity_over_viscosity / v.per_distance[v.nr];
    t.reynolds = reynolds();
    t.unsettled = c.unsettled / std::max<double>(1, double(c.steps) * v.nz), t.time_error = c.largest_error;
    if (v.rheology.size > 0) add_yield(t);
    return t;
  }

 private:
  const SectionView<N>& view() const { return section_->view; }
  void append(const Real* field, int rows, int count, std::vector<double>& to) const {
    for (int i = 0; i < rows; ++i) to.insert(to.end(), field + view().at(i, 0), field + view().at(i, count));
  }
  double ring(int i) const { return 2 * pi / view().per_ring[i]; }  // [m2]
  /// [Pa/m] between the first and the last slice, less the clear liquid's weight.
  double open_gradient() const {
    const SectionView<N>& v = view();
    const double length = (v.nz - 1) * v.dz, fall = column_pressure()[0] + mean_pressure(0) - top_pressure_;
    return fall / length - v.liquid_density * gravity * v.cosine[0];
  }
  /// Absolute pressure of the slices [Pa] but for what the flow adds in each cell: the sea's in the last one, below it the drive and the
  /// weight of liquid and slices.
  std::vector<double> column_pressure() const {
    const SectionView<N>& v = view();
    std::vector<double> p(v.nz, top_pressure_ - mean_pressure(v.nz - 1));
    for (int k = v.nz - 1; k-- > 0;) {
      const double excess = 0.5 * (v.mean_density[k] + v.mean_density[k + 1]) - v.clock->mean_excess;
      p[k] = p[k + 1] + (excess * gravity * v.cosine[k + 1] + v.clock->gradient) * v.dz;
    }
    return p;
  }
  double mean_pressure(int k) const {
    double sum = 0;
    for (int i = 0; i < view().nr; ++i) sum += view().p[view().at(i, k)] * ring(i);
    return sum / view().area;
  }
  double flow(int k) const {
    double sum = 0;
    for (int i = 0; i < view().nr; ++i) sum += view().uz[view().at(i, k)] * ring(i);
    return sum;
  }
  /// Of the mean flow: with the clear liquid's viscosity, or in a mud 8 rho V^2/tau_w, with which laminar flow has Darcy's factor 64/Re.
  double reynolds() const {
    const SectionView<N>& v = view();
    const double velocity = std::abs(flow(v.nz)) / v.area, stress = std::max(std::abs(wall_stress(v.nz / 2)), 1e-30);
    if (v.rheology.size > 0) return 8 * v.mean_density[v.nz / 2] * velocity * velocity / stress;
    return velocity * 2 * v.radius * v.liquid_density / v.liquid_viscosity;
  }
  double wall_stress(int k) const {
    const SectionView<N>& v = view();
    const int wall = v.at(v.nr, k), cell = wall - v.stride;
    if (v.rheology.size > 0) return -0.5 * (v.stress[wall] + v.stress[wall + 1]);
    return 0.5 * (v.viscosity[wall] * v.uz[cell] + v.viscosity[wall + 1] * v.uz[cell + 1]) * v.per_distance[v.nr];
  }
  /// [m/s], times the smaller side of the cell.
  double largest_divergence() const {
    const SectionView<N>& v = view();
    double most = 0;
    for (int i = 0; i < v.nr; ++i)
      for (int k = 0; k < v.nz; ++k) {
        const int at = v.at(i, k);
        const double radial = (v.r_face[i + 1] * v.ur[at + v.stride] - v.r_face[i] * v.ur[at]) * v.per_ring[i];
        most = std::max(most, std::abs(radial + (v.uz[at + 1] - v.uz[at]) * v.per_dz) * std::min(v.dz, 1 / v.per_width[i]));
      }
    return most;
  }
  /// Volume [m3] of class c in the pipe, compensated sum: the balance is checked to 1e-12.
  double stored(int c) const {
    const SectionView<N>& v = view();
    double sum = 0, lost = 0;
    for (int i = 0; i < v.nr; ++i)
      for (int k = 0; k < v.nz; ++k) {
        const double y = v.phi[c][v.at(i, k)] * ring(i) * v.dz - lost, next = sum + y;
        lost = (next - sum) - y;
        sum = next;
      }
    return sum;
  }
  void add_yield(SectionTotals& t) const {
    const SectionView<N>& v = view();
    double still = 0, all = 0;
    for (int i = 0; i < v.nr; ++i)
      for (int k = 0; k < v.nz; ++k) {
        all += ring(i);
        if (0.5 * (v.rate[v.at(i, k)] + v.rate[v.at(i + 1, k)]) * v.plug_time < 3) still += ring(i);
      }
    t.unyielded = still / all;
    double least = 1e300;
    for (int k = 0; k < v.nz; ++k) least = std::min(least, v.rate[v.at(v.nr, k)]);
    t.wall_regularisation = v.regularisation_time > 0 ? std::exp(-v.regularisation_time * least) : 0;
  }

  std::unique_ptr<SectionState<N>> section_;
  std::unique_ptr<SectionExecutor<N>> executor_;
  double top_pressure_ = 0, initial_[max_classes] = {};
};
}  // namespace riser
