#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace riser {

/// An XDMF document that lets ParaView open the snapshots of an axisymmetric run: a temporal collection of rectilinear grids in the
/// half-plane, x = z and y = r. It holds no numbers but the times; the rest it takes from `file_name`, the HDF5 file, named
/// relative to the document's own folder ("snapshots.h5" when they lie side by side).
/// Values at the cells, in the file's units: concentration_<class> [-], pressure [Pa], viscosity [Pa s], density [kg/m3],
/// temperature [degC] with heat, and the means of both faces of axial_velocity and radial_velocity [m/s].
/// It needs ParaView's "XDMF Reader" (its Xdmf3 readers show a bare grid), which the ending .xdmf2 chooses without asking.
/// times [s] must be all the rows of the file's data sets, in their order. Throws std::invalid_argument when nr or nz is zero.
std::string xdmf_text(const std::string& file_name, const std::vector<double>& times, std::size_t nr, std::size_t nz,
                      const std::vector<std::string>& class_names, bool heat);
}  // namespace riser
