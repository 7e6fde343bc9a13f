#include "io/compare.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

#include "io/commands.hpp"
#include "io/config/input_file.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/results/files.hpp"
#include "io/results/own_files.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// What a field's difference is at least taken over, so that round-off of what is at rest or empty counts for nothing: [-], [m/s], [Pa].
double least_scale(const std::string& name) {
  const std::string last = name.substr(name.rfind('/') + 1);
  if (last.find("concentration") != std::string::npos || last.ends_with("_velocity") || last == "wall_shear_stress") return 1e-3;
  return std::numeric_limits<double>::min();
}

double largest_of(const hdf5::Field& field) {
  double largest = 0;
  for (double value : field.values)
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  return largest;
}

const hdf5::Field* find(const std::vector<hdf5::Field>& fields, const std::string& name) {
  const auto at = std::find_if(fields.begin(), fields.end(), [&](const hdf5::Field& f) { return f.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

double distance(const hdf5::Field& a, const hdf5::Field& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    const double x = a.values[i], y = b.values[i];
    if (x == y || (std::isnan(x) && std::isnan(y))) continue;
    const double apart = std::abs(x - y);
    largest = std::max(largest, std::isfinite(apart) ? apart : std::numeric_limits<double>::infinity());
  }
  return largest;
}

Json to_json(const Difference& d, double tolerance) {
  Json all = {{"name", d.name}, {"largest", nullptr}, {"scale", d.scale}, {"relative", nullptr}, {"passed", d.within(tolerance)}};
  if (std::isfinite(d.largest)) all["largest"] = d.largest, all["relative"] = d.relative();
  if (!d.trouble.empty()) all["trouble"] = d.trouble;
  return all;
}

fs::path data_of(const fs::path& run) { return fs::is_directory(run) ? run / "snapshots.h5" : run; }

void print(const std::vector<Difference>& all, double tolerance) {
  for (const Difference& d : all)
    std::printf("%-40s %12.3e of %12.5g  %s\n", printable(d.name).c_str(), d.relative(), d.scale,
                !d.trouble.empty() ? d.trouble.c_str() : d.within(tolerance) ? "" : "DIFFERS");
}
}  // namespace

std::vector<Difference> differences(const std::vector<hdf5::Field>& a, const std::vector<hdf5::Field>& b) {
  double speed = 0;
  for (const auto* fields : {&a, &b})
    for (const hdf5::Field& field : *fields)
      if (field.name.ends_with("_velocity")) speed = std::max(speed, largest_of(field));
  std::vector<Difference> all;
  for (const hdf5::Field& one : a) {
    const hdf5::Field* other = find(b, one.name);
    Difference d{one.name, 0, std::max(largest_of(one), least_scale(one.name)), ""};
    if (one.name.ends_with("_velocity")) d.scale = std::max(d.scale, speed);
    if (!other) d.trouble = "missing from the second file";
    else if (other->shape != one.shape) d.trouble = "of another shape in the second file";
    else d.largest = distance(one, *other), d.scale = std::max(d.scale, largest_of(*other));
    all.push_back(d);
  }
  for (const hdf5::Field& other : b)
    if (!find(a, other.name)) all.push_back({other.name, 0, 0, "missing from the first file"});
  return all;
}

int command_compare(const Words& words) {
  const std::vector<Difference> all = differences(hdf5::read_numbers(data_of(words.target)), hdf5::read_numbers(data_of(words.other)));
  bool passed = !all.empty();
  Json listed = Json::array();
  for (const Difference& d : all) {
    passed = passed && d.within(words.tolerance);
    listed.push_back(to_json(d, words.tolerance));
  }
  if (words.run.json) std::printf("%s\n", Json{{"tolerance", words.tolerance}, {"passed", passed}, {"fields", listed}}.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
  else if (!words.run.quiet) print(all, words.tolerance);
  return passed ? exit_done : exit_differs;
}

/// The format is numpy's own, version 1.0: a magic word, the length of a Python dictionary, the dictionary, the numbers.
int command_dump(const Words& words) {
  fs::create_directories(words.other);
  for (const hdf5::Field& field : hdf5::read_numbers(data_of(words.target))) {
    std::string shape;
    for (std::uint64_t length : field.shape) shape += std::to_string(length) + ", ";
    std::string head = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }";
    head.append(63 - (10 + head.size()) % 64, ' ').append("\n");
    const char start[] = {'\x93', 'N', 'U', 'M', 'P', 'Y', 1, 0, static_cast<char>(head.size() % 256), static_cast<char>(head.size() / 256)};
    if (!stays_inside(field.name)) throw IoError(words.target + ": " + printable(field.name) + " would be written outside " + words.other);
    fs::path folder = words.other;
    for (const fs::path& part : fs::path(field.name).parent_path()) claim_folder(folder /= part);
    const auto* values = reinterpret_cast<const char*>(field.values.data());
    write_file(fs::path(words.other) / (field.name + ".npy"), std::string(start, sizeof start) + head + std::string(values, field.values.size() * sizeof(double)), Content::data);
  }
  return exit_done;
}
}  // namespace riser
