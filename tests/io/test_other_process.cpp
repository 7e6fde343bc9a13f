#include <catch2/catch.hpp>

#include <unistd.h>

#include <csignal>
#include <stdexcept>

#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/other_process.hpp"

using namespace riser;

namespace {
const Allowance plenty{1e9, 10};
const auto take_nothing = [](const Pipe&) { return true; };

/// What do_elsewhere says.
std::string words_of(const std::function<void(const Pipe&)>& work, const std::function<bool(const Pipe&)>& take, const Allowance& allowance = plenty) {
  try {
    do_elsewhere(work, take, allowance, "broke down");
  } catch (const IoError& error) {
    return error.what();
  }
  return "";
}
}  // namespace

TEST_CASE("another process answers with words and numbers", "[other_process]") {
  std::string text;
  std::vector<double> values;
  const std::vector<double> many(1000000, 2.5);  // more than a pipe holds
  const auto take = [&](const Pipe& from) { return from.get(text, 10) && from.get(values, 1e6); };
  CHECK(words_of([&](const Pipe& to) { to.put(std::string("hello")), to.put(many); }, take) == "");
  CHECK(text == "hello");
  CHECK(values == many);
}

TEST_CASE("another process may throw, die, or ask for too much", "[other_process]") {
  CHECK(words_of([](const Pipe&) { throw std::runtime_error("no such thing"); }, take_nothing) == "no such thing");
  CHECK(words_of([](const Pipe&) { std::raise(SIGSEGV); }, take_nothing) == "broke down");
  CHECK(words_of([](const Pipe&) { _exit(0); }, take_nothing) == "broke down");
  CHECK(words_of([](const Pipe&) { for (;;) getpid(); }, take_nothing, {1e9, 1}) == "broke down");
}

TEST_CASE("an answer longer than it may be is not taken, and nobody waits for its end", "[other_process]") {
  std::vector<double> values;
  const std::vector<double> block(100000);
  const auto endless = [&](const Pipe& to) { for (;;) to.put(block); };
  CHECK(words_of(endless, [&](const Pipe& from) { return from.get(values, 1000); }) == "broke down");
  CHECK(values.empty());
}
