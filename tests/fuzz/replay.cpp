// Feeds files, or all files of folders, to a fuzz target: the kept corpus without clang.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  std::vector<fs::path> all;
  for (int i = 1; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) all.emplace_back(argv[i]);
    else for (const auto& entry : fs::directory_iterator(argv[i])) all.push_back(entry.path());
  }
  std::sort(all.begin(), all.end());
  for (const fs::path& path : all) {
    std::fprintf(stderr, "%s\n", path.filename().c_str());  // the last one printed is the one that crashes
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes(std::istreambuf_iterator<char>(file), {});
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }
  std::printf("%zu inputs\n", all.size());
  return all.empty() ? 1 : 0;
}
