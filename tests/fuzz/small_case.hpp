#pragma once

namespace riser::fuzz {

/// A good case with something of everything that the targets change.
inline constexpr const char* small_case =
    "name: small\n"
    "time: {end: 60 s}\n"
    "sea: {temperature: [[0 m, 20 degC], [200 m, 10 degC]]}\n"
    "solids: [{name: fine, diameter: 2 mm, density: 2000 kg/m3}, {name: mud, carrier: true, density: 2600 kg/m3}]\n"
    "pipe: {inlet_depth: 200 m, segments: [{length: 200 m, bore: 0.1 m, yield_strength: 450 MPa}]}\n"
    "pumps: [{name: station, kind: centrifugal, position: 100 m, rated_speed: 1450 rpm, speed: 1450 rpm,\n"
    "         curve: {flow: [0 m3/h, 1500 m3/h], head: [20 m, 5 m], efficiency: [0.3, 0.7]}}]\n"
    "feeds: [{class: fine, dry_rate: 20 t/h}]\n"
    "output: {folder: out, probes: [0 m, 100 m]}\n";
}  // namespace riser::fuzz
