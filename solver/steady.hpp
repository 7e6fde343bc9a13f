#pragma once
#include <vector>

#include "kernels/axial/view.hpp"
#include "solver/scenario.hpp"

// The steady state along the pipe on a few cells: what a screen of many designs can afford. Same closures as the transient model;
// left out: dispersion (steady: no effect), the wall's film in heat, the exchange of heat within a double pipe (the sea's temperature
// there). A test bounds the difference to a full run brought to its steady state.
namespace riser {

/// One flow with what it carries; by cell. Density at the outside sea's pressure and its slope over pressure.
struct SteadyFlow {
  double flow = 0;                                     // [m3/s]
  std::vector<double> density, density_slope, friction;  // [kg/m3], [kg/m3/Pa], [Pa/m] with minor losses
  std::vector<double> fraction;                        // [-] in situ, cells x max_classes
  double velocity = 0, fastest = 0;                    // [m/s] where solids flow, the slowest and the fastest
  double transport = 0;                                // [-] velocity over the fastest grain's settling velocity, the least
  double coarse = 0;                                   // [-] in situ, slipping classes together, the most
  bool carried = true;                                 // false: grains would pile up
};

class SteadyLine {
 public:
  /// Cells of about `cell_length` [m]. Throws std::invalid_argument beyond max_classes.
  SteadyLine(const Scenario& scenario, double cell_length);
  /// Takes the bores, walls and grains of a scenario with the same segments' lengths and inclinations.
  void reshape(const Scenario& scenario);
  /// The steady state at a flow [m3/s] > 0 that delivers `rate` [m3/s of grains] of each class.
  SteadyFlow at(double flow, const std::vector<double>& rate) const;

  struct Cell {
    int segment;
    double length, cosine, minor_loss, sea_pressure, sea_temperature;  // [m], [-], [1/m], [Pa] at its middle, [deg C]
    double start;                                                      // [m] along the pipe
    double outside_start, outside_end;                                 // [Pa] sea at its two ends
    int partner;                                                       // cell of the annulus around it, -1 the sea
  };
  const std::vector<Cell>& cells() const { return cells_; }
  double inlet_pressure() const { return inlet_pressure_; }    // [Pa] held
  double outlet_pressure() const { return outlet_pressure_; }  // [Pa] held
  double sea_at_inlet() const { return sea_at_inlet_; }        // [Pa]
  const double* class_density() const { return class_density_; }

 private:
  struct Wall {
    double bore, area, roughness, friction_shape, outer_transfer;  // [m], [m2], [m], [-], [W/m/K] 0 inside an annulus
  };
  std::vector<double> temperatures(double flow) const;
  void settle(int cell, double flow, const std::vector<double>& rate, double* phi, SteadyFlow& state) const;
  double friction(const Wall& wall, int cell, const double* phi, double flow, double temperature, double liquid_density) const;

  Scenario laws_;  // names of the laws; its pipe and grains are the last reshape's
  std::vector<Cell> cells_;
  std::vector<Wall> walls_;         // by segment
  LiquidView liquid_{};
  RheologyView rheology_{};
  SlipLaw<max_classes> slip_{};
  double class_density_[max_classes] = {};
  std::vector<double> fed_from_;    // [m] along the pipe, by class
  double inlet_pressure_ = 0, outlet_pressure_ = 0, sea_at_inlet_ = 0;
};
}  // namespace riser
