// The journal of a sweep, each line with a right mark before it, so that what follows reaches the JSON library.
#include <zlib.h>

#include <cstdio>
#include <sstream>

#include "io/sweep/journal.hpp"
#include "tests/fuzz/memory_file.hpp"

using namespace riser;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  std::string text;
  for (std::string line; std::getline(in, line);) {
    char mark[20];
    std::snprintf(mark, sizeof mark, "%08lx ", crc32(crc32(0, nullptr, 0), reinterpret_cast<const Bytef*>(line.data()), static_cast<uInt>(line.size())));
    text += mark + line + "\n";
  }
  const JournalContent content = parse_journal(text);
  for (const auto& [key, entry] : content.entries) fuzz::require(entry.values.size() == kept, "a line with another number of values was taken");
  return 0;
}
