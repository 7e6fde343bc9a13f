#pragma once
#include <filesystem>
#include <string>

#include "io/hdf5/hdf5.hpp"

namespace riser::hdf5 {

/// Takes the mark "somebody writes here" from an HDF5 file that a killed program left behind, so that every reader opens it; the data are whole
/// as of the last flush. A file without the mark, or of the older format that has none, is left alone. False where it could not be written.
/// Source: HDF5 File Format Specification 3.0, II.A. Superblock, version 3: consistency flags and checksum.
bool clear_write_flags(const std::filesystem::path& path);
/// HDF5's usual file driver, but that the mark never reaches the disk, nor anything after a write that failed; to be closed with H5FDunregister. Throws IoError.
Handle unmarked_driver(const std::string& path);
}  // namespace riser::hdf5
