#pragma once
#include "io/commands.hpp"

namespace riser {

/// Head lines of the files, and the words before the bore among their comments; the axial model reads them again.
inline constexpr const char* wall_friction_header =
    "velocity [m/s],concentration [-],wall_shear_stress [Pa],yield_stress [Pa],darcy_factor [-],reynolds [-],y_plus [-],converged [-]";
inline constexpr const char* dispersion_header = "velocity [m/s],concentration [-],axial_dispersion [m2/s],converged [-]";
inline constexpr const char* bore_note = " bore [m]:";

/// `riser tabulate CASE`: a family of 2-D sections, each to its steady state, into the tables that `friction: {law: table}` and
/// `dispersion: {law: table}` read. Returns an ExitCode.
int command_tabulate(const Words& words);
}  // namespace riser
