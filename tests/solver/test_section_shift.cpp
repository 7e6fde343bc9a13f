#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "solver/section_executor.hpp"
#include "solver/section_shifted.hpp"
#include "solver/simulation.hpp"
#include "tests/solver/section_case.hpp"

using namespace riser;

namespace {

/// Places in the view's bytes that hold an address inside a block.
template <class View>
std::vector<std::size_t> pointers_into(const View& view, const char* block, std::size_t bytes) {
  std::vector<std::size_t> places;
  const auto begin = reinterpret_cast<std::uintptr_t>(block);
  for (std::size_t place = 0; place + sizeof begin <= sizeof view; place += alignof(void*)) {
    std::uintptr_t word;
    std::memcpy(&word, reinterpret_cast<const char*>(&view) + place, sizeof word);
    if (word >= begin && word < begin + bytes) places.push_back(place);
  }
  return places;
}

std::uintptr_t word_at(const void* view, std::size_t place) {
  std::uintptr_t word;
  std::memcpy(&word, static_cast<const char*>(view) + place, sizeof word);
  return word;
}
}  // namespace

TEST_CASE("every pointer of an axisymmetric view moves with its memory") {
  const Scenario scenario = cases::full_section(SectionEnds::open);
  const auto section = build_section<2>(scenario, make_section_grid(scenario));
  SectionView<2>& v = section->view;
  Real* source = section->arena.take(8);
  v.source_z = v.source_r = v.source_phi = source;  // null in a run
  const char* from = reinterpret_cast<const char*>(section->arena.data());
  const std::size_t bytes = section->arena.bytes();
  const auto places = pointers_into(v, from, bytes);
  CHECK(places.size() > 60);

  std::vector<char> block(bytes);
  std::memcpy(block.data(), from, bytes);
  const SectionView<2> moved = shifted(v, from, block.data());
  CHECK(pointers_into(moved, from, bytes).empty());
  CHECK(pointers_into(moved, block.data(), bytes) == places);
  const auto distance = reinterpret_cast<std::uintptr_t>(block.data()) - reinterpret_cast<std::uintptr_t>(from);
  for (std::size_t place : places) CHECK(word_at(&moved, place) - word_at(&v, place) == distance);
  CHECK(moved.p != nullptr);
  CHECK(moved.feed[1].schedule.value[0] == v.feed[1].schedule.value[0]);
}

TEST_CASE("a missing CUDA module is said in a sentence") {
  const char* before = std::getenv("RISER_MODULES");
  const std::string kept = before ? before : "";
  setenv("RISER_MODULES", "/nowhere", 1);
  CHECK_THROWS_AS(make_cuda_section_executor<1>(), DeviceError);
  CHECK_THROWS_WITH(make_cuda_section_executor<1>(), Catch::Contains("/nowhere/riser_section_cuda.so") && Catch::Contains("RISER_MODULES"));
  before ? setenv("RISER_MODULES", kept.c_str(), 1) : unsetenv("RISER_MODULES");
}
