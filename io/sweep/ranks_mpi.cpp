#define OMPI_SKIP_MPICXX 1
#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "io/hdf5/plumbing.hpp"
#include "io/sweep/ranks.hpp"
#include "solver/cuda_device.hpp"

namespace riser {
namespace ranks {
namespace {
constexpr int stop_tag = 1;
constexpr int longest_reason = 64;

int local_number() {
  MPI_Comm here;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here);
  int number = 0;
  MPI_Comm_rank(here, &number);
  MPI_Comm_free(&here);
  return number;
}

}  // namespace

Session::Session(int& argc, char**& argv) {
  int given = 0;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_SERIALIZED, &given);
  if (given < MPI_THREAD_SERIALIZED) throw std::runtime_error("this MPI allows one thread only");
  use_cuda_device(local_number());
}

Session::~Session() { MPI_Finalize(); }

int number() {
  int number = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &number);
  return number;
}

int count() {
  int count = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  return count;
}

std::vector<std::string> share(const std::string& mine) {
  std::vector<int> lengths(static_cast<std::size_t>(count())), starts(lengths.size(), 0);
  const int length = static_cast<int>(mine.size());
  MPI_Allgather(&length, 1, MPI_INT, lengths.data(), 1, MPI_INT, MPI_COMM_WORLD);
  if (std::accumulate(lengths.begin(), lengths.end(), 0L) > std::numeric_limits<int>::max()) throw std::runtime_error("more than 2 GB to share among ranks");
  std::partial_sum(lengths.begin(), lengths.end() - 1, starts.begin() + 1);
  std::string all(static_cast<std::size_t>(starts.back() + lengths.back()), ' ');
  MPI_Allgatherv(mine.data(), length, MPI_CHAR, all.data(), lengths.data(), starts.data(), MPI_CHAR, MPI_COMM_WORLD);
  std::vector<std::string> texts;
  for (std::size_t r = 0; r < lengths.size(); ++r) texts.push_back(all.substr(static_cast<std::size_t>(starts[r]), static_cast<std::size_t>(lengths[r])));
  return texts;
}

void tell(const std::string& reason) {
  const int length = std::min(longest_reason, static_cast<int>(reason.size()));  // short enough to be sent without waiting for its receiver
  for (int other = 0; other < count(); ++other)
    if (other != number()) MPI_Send(reason.data(), length, MPI_CHAR, other, stop_tag, MPI_COMM_WORLD);
}

std::string heard() {
  std::string reason;
  for (int there = 1; there;) {
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, stop_tag, MPI_COMM_WORLD, &there, &status);
    if (!there) break;
    int length = 0;
    MPI_Get_count(&status, MPI_CHAR, &length);
    reason.assign(static_cast<std::size_t>(length), ' ');
    MPI_Recv(reason.data(), length, MPI_CHAR, status.MPI_SOURCE, stop_tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  }
  return reason;
}

void meet(const std::function<void()>& meanwhile) {
  MPI_Request all;
  MPI_Ibarrier(MPI_COMM_WORLD, &all);
  for (int here = 0; !here;) {
    MPI_Test(&all, &here, MPI_STATUS_IGNORE);
    meanwhile();
    if (!here) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

int give_up(int code) {
  if (count() > 1) MPI_Abort(MPI_COMM_WORLD, code);
  return code;
}
}  // namespace ranks

namespace hdf5 {
namespace {
bool is_shared(hid_t set) {
  const Handle file(H5Iget_file_id(set), H5Fclose);
  const Handle access(H5Fget_access_plist(file), H5Pclose);
  return H5Pget_driver(access) == H5FD_MPIO;
}
}  // namespace

void share_file(hid_t access, const std::string& path) {
  checked(H5Pset_fapl_mpio(access, MPI_COMM_WORLD, MPI_INFO_NULL), "making the file", path);
}

/// Each rank writes its rows of a shared file's set, all of them in one collective call.
void write_all(hid_t set, hid_t type, const void* values, const std::vector<hsize_t>& shape, std::size_t size, const std::string& path) {
  if (!is_shared(set) || shape.empty()) {
    checked(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), "writing", path);
    return;
  }
  const auto rank = static_cast<hsize_t>(ranks::number()), all = static_cast<hsize_t>(ranks::count());
  std::vector<hsize_t> start(shape.size(), 0), count = shape;
  start[0] = shape[0] * rank / all;
  count[0] = shape[0] * (rank + 1) / all - start[0];
  hsize_t row = 1;
  for (std::size_t d = 1; d < shape.size(); ++d) row *= shape[d];
  const Handle place(checked(H5Dget_space(set), "writing", path), H5Sclose), memory = make_space(count, false, path);
  if (count[0] > 0) checked(H5Sselect_hyperslab(place, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr), "writing", path);
  else checked(H5Sselect_none(place), "writing", path), checked(H5Sselect_none(memory), "writing", path);
  const Handle together(checked(H5Pcreate(H5P_DATASET_XFER), "writing", path), H5Pclose);
  checked(H5Pset_dxpl_mpio(together, H5FD_MPIO_COLLECTIVE), "writing", path);
  checked(H5Dwrite(set, type, memory, place, together, static_cast<const char*>(values) + start[0] * row * size), "writing", path);
}
}  // namespace hdf5
}  // namespace riser
