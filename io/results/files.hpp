#pragma once
#include <filesystem>
#include <string>

namespace riser {

/// What a file holds: text, which a user may change, or data (HDF5), which nobody does by hand.
enum class Content { text, data };
/// Enters the file into its folder's list (own_files.hpp), writes beside, syncs and renames, so that a reader never meets half of it.
/// Throws IoError with the system's words, ForeignFile where somebody else's file stands there.
void write_file(const std::filesystem::path& path, const std::string& text, Content content = Content::text);
/// The same of a file that the user named: it is in no list and may be replaced.
void write_named_file(const std::filesystem::path& path, const std::string& text);
/// Waits until a file that another part of the program has written is on the disk. Throws IoError.
void sync_file(const std::filesystem::path& path);
/// Waits until a file's name is on the disk: one that is not is lost with the machine's power. Throws IoError.
void sync_name(const std::filesystem::path& path);
/// Renames what was written and synced beside, over what is there, and syncs the folder. Throws IoError.
void move_into_place(const std::filesystem::path& aside, const std::filesystem::path& path);
/// Whether a name laid under a folder stays there: relative, without '..'.
bool stays_inside(const std::filesystem::path& name);
/// A field of a CSV file, in quotation marks.
std::string csv_word(const std::string& text);
/// A path beside the program itself, wherever it was copied to; empty where nothing lies there.
std::filesystem::path beside_program(const std::string& name);
/// Threads to use when the user names none (0): all cores.
int threads_for(int asked);
}  // namespace riser
