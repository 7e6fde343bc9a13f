#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "io/run/folder_lock.hpp"

using namespace riser;
namespace fs = std::filesystem;

namespace {
struct Scratch {
  fs::path path = fs::temp_directory_path() / ("riser_lock_" + std::to_string(getpid()));
  Scratch() { fs::create_directories(path); }
  ~Scratch() { fs::remove_all(path); }
};
}  // namespace

TEST_CASE("a folder has one holder at a time, though each end takes the lock away") {
  const Scratch scratch;
  std::atomic<int> holders{0}, worst{0}, held{0}, refused{0}, broken{0};
  const auto go = [&] {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(1500);
    while (std::chrono::steady_clock::now() < end) try {
        const FolderLock lock(scratch.path / "run" / "it");
        const int now = ++holders;
        if (now > worst) worst = now;
        std::this_thread::sleep_for(std::chrono::microseconds(50));
        ++held, --holders;
      } catch (const FolderInUse&) {
        ++refused;
      } catch (const std::exception&) {
        ++broken;
      }
  };
  std::vector<std::thread> crowd;
  for (int i = 0; i < 8; ++i) crowd.emplace_back(go);
  for (std::thread& one : crowd) one.join();
  CHECK(worst == 1);
  CHECK(held > 100);
  CHECK(broken == 0);
  CHECK(!fs::exists(scratch.path / "run" / "it" / "riser.lock"));
}

TEST_CASE("a folder above that others make and take away is made anew") {
  const Scratch scratch;
  std::atomic<bool> done{false};
  std::thread other([&] {
    const std::string above = scratch.path / "run";
    while (!done) {
      mkdir(above.c_str(), 0777), rmdir(above.c_str());
      std::this_thread::sleep_for(std::chrono::microseconds(20));  // or the two may go in step, and nobody but this thread gets on
    }
  });
  int held = 0;
  std::string broken;
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(1500);
  while (std::chrono::steady_clock::now() < end) try {
      const FolderLock lock(scratch.path / "run" / "it");
      ++held;
    } catch (const std::exception& error) {
      broken = error.what();
    }
  done = true;
  other.join();
  CHECK(held > 0);
  INFO(broken);
  CHECK(broken.empty());
}

TEST_CASE("a lock goes with its folder, and what it did not make stays") {
  const Scratch scratch;
  const fs::path old = scratch.path / "old", other = scratch.path / "other";
  {
    std::optional<FolderLock> lock(old);
    fs::rename(old, other);
    CHECK_THROWS_AS(FolderLock(other), FolderInUse);
    const FolderLock next(old);
    lock.reset();
    CHECK(fs::exists(old / "riser.lock"));
    CHECK(fs::is_empty(other));
  }
  CHECK(!fs::exists(old));
  {
    const FolderLock lock(other);
  }
  CHECK(fs::exists(other));
}
