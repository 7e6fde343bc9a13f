#pragma once
#include <string>
#include <vector>

#include "solver/scenario.hpp"

// A centrifugal pump in all four quadrants: from what its maker gives, completed by a published radial pump.
namespace riser {

inline constexpr int most_characteristic = 2 * 705;  // numbers in a table

struct PumpCharacteristic {
  double rated_flow = 0, rated_head = 0, rated_torque = 0;  // [m3/s], [m], [N m] in water of 1000 kg/m3: the best point
  std::vector<double> efficiency, torque;                   // [-] 0 = not known, [N m], at the points of the own curve
  double first_angle = 0, points_per_radian = 0;            // [rad] of atan2(q, w), [1/rad]
  std::vector<double> table;                                // [-] heads, then torques, over q^2 + w^2
  int intervals() const { return static_cast<int>(table.size() / 2) - 1; }
};

/// What is wrong with a pump's own curve, or "".
std::string trouble_with_curve(const Pump& pump);

/// The characteristic in force. A curve (flow, head, efficiency at rated speed) holds from its first to its last flow, by
/// affinity; beyond, the published pump's F and G plus the difference at that edge, which fades over a quarter turn.
/// Torque where no efficiency is known, or none above 0.05: a straight line through the next two points, held in 0.3 to 1
/// of the rated. A pump given by its rated point has the published characteristic, or its own table's; a displacement
/// pump has none. Throws std::invalid_argument.
PumpCharacteristic characteristic_of(const Pump& pump);
}  // namespace riser
