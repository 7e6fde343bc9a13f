#pragma once
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

// Riser removes and replaces only what Riser made. Every folder into which it writes holds a list, `riser.files`. It has
// a line for each file or folder that Riser made there, entered before it is made. All else belongs to somebody else.
namespace riser {

/// Something stands where Riser would write, and Riser did not make it, or it was changed since: exit code 2.
struct ForeignFile : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// Checksum (CRC-32) of what Riser writes into a file; none for files that Riser changes itself (HDF5, journals).
using Checksum = std::optional<unsigned long>;
Checksum checksum_of(const std::string& text);

/// Enters a file and its NAME.part into the list of its folder. Throws ForeignFile where one stands that Riser did not
/// make, IoError where the list cannot be written.
void claim_file(const std::filesystem::path& path, Checksum checksum = std::nullopt);
/// Makes a folder, and enters it into the list of the folder that holds it, which must be there.
/// Throws as claim_file does.
void claim_folder(const std::filesystem::path& path);
/// Throws ForeignFile with every one of `names` in `folder` that is not Riser's, or was changed since.
void refuse_foreign(const std::filesystem::path& folder, const std::vector<std::string>& names);
/// Removes those of `names` that Riser made; of a folder what Riser made in it, and the folder where nothing is left.
void remove_own(const std::filesystem::path& folder, const std::vector<std::string>& names);
/// Removes an old request to stop, an empty file. Throws ForeignFile where `stop` is anything else.
void remove_stop_request(const std::filesystem::path& folder);
}  // namespace riser
