#include "io/sweep/ranks.hpp"

#include "io/hdf5/plumbing.hpp"

namespace riser {
namespace ranks {
Session::Session(int&, char**&) {}
Session::~Session() = default;
int number() { return 0; }
int count() { return 1; }
std::vector<std::string> share(const std::string& mine) { return {mine}; }
void tell(const std::string&) {}
std::string heard() { return ""; }
void meet(const std::function<void()>&) {}
int give_up(int code) { return code; }
}  // namespace ranks

namespace hdf5 {
void share_file(hid_t, const std::string&) {}
void write_all(hid_t set, hid_t type, const void* values, const std::vector<hsize_t>&, std::size_t, const std::string& path) {
  checked(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), "writing", path);
}
}  // namespace hdf5
}  // namespace riser
