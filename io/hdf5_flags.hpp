#pragma once
#include <filesystem>

namespace riser::hdf5 {

/// Takes the mark "somebody writes here" from an HDF5 file that a killed program left behind, so that every reader opens it; the data are whole
/// as of the last flush. A file without the mark, or of the older format that has none, is left alone. False where it could not be written.
/// Source: HDF5 File Format Specification 3.0, II.A. Superblock, version 3: consistency flags and checksum.
bool clear_write_flags(const std::filesystem::path& path);
/// The same for an open file.
bool clear_write_flags(int file);
}  // namespace riser::hdf5
