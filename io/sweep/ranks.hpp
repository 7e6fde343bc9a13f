#pragma once
#include <functional>
#include <string>
#include <vector>

// The processes that share a sweep: MPI's ranks in riser-mpi (ranks_mpi.cpp), one alone in riser (ranks_serial.cpp).
namespace riser::ranks {

/// Lives from the start to the end of the program. A rank takes one CUDA device of its machine, by its number there.
class Session {
 public:
  Session(int& argc, char**& argv);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
};

int number();  // of this process, from 0
int count();
/// Every rank's text, by number. All ranks must ask at the same place of the program, as for meet.
std::vector<std::string> share(const std::string& mine);
/// Tells all other ranks to stop, and what another rank has told, or empty. From any thread, one at a time.
void tell(const std::string& reason);
std::string heard();
/// Waits for all ranks and calls `meanwhile` every few milliseconds.
void meet(const std::function<void()>& meanwhile);
/// The exit code of a program that fails while others may wait for it: those are ended, with the same code.
int give_up(int code);
}  // namespace riser::ranks
