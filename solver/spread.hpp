#pragma once
#include <string>
#include <vector>

#include "solver/screen.hpp"

// Model-form spread: one operating point with every closure that applies, all at once.
namespace riser {

struct SpreadMember {
  std::string settling, hindrance, friction;  // names of the laws, as in a case
  double head = 0, energy = 0, coarse = 0;    // [m] a pump, [J/kg] dry, [-] in situ
  bool in_range = true;
  std::string note;                           // closure, range and value where it is out of range
};

/// The duty's flow and feed in the design's pipe, with every law of settling, hindrance and wall friction that the case could name;
/// a law that the case has fixed by numbers stays. Pumps are those of the design, at the speed that each member asks for.
std::vector<SpreadMember> closure_spread(const Scenario& duty, std::size_t duty_index, const Design& design, const Screened& screened);
}  // namespace riser
