#pragma once
#include "kernels/portable.hpp"

// A radial pump in all four quadrants: head H = H_r (q^2 + w^2) F(theta), torque T = T_r (q^2 + w^2) G(theta), q = Q/Q_r,
// w = speed over rated, theta = atan2(q, w). At the rated point F = G = 0.5. 89 points a turn, linear between them.
// Source: Suter 1966, Sulzer Tech. Rev. 48; Marchal, Flesch & Suter 1965; digits for specific speed 25 (SI) as in Wylie & Streeter.
namespace riser {

struct RadialPump {
  static constexpr int points = 89;  // from -pi to pi
  /// H/H_r [-].
  static constexpr double head[points] = {
    0.634, 0.643, 0.646, 0.640, 0.629, 0.613, 0.595, 0.575, 0.552, 0.533, 0.516, 0.505, 0.504, 0.510, 0.512, 0.522,
    0.539, 0.559, 0.580, 0.601, 0.630, 0.662, 0.692, 0.722, 0.753, 0.782, 0.808, 0.832, 0.857, 0.879, 0.904, 0.930,
    0.959, 0.996, 1.027, 1.060, 1.090, 1.124, 1.165, 1.204, 1.238, 1.258, 1.271, 1.282, 1.288, 1.281, 1.260, 1.225,
    1.172, 1.107, 1.031, 0.942, 0.842, 0.733, 0.617, 0.500, 0.368, 0.240, 0.125, 0.011, -0.102, -0.168, -0.255,
    -0.342, -0.423, -0.494, -0.556, -0.620, -0.655, -0.670, -0.670, -0.660, -0.655, -0.640, -0.600, -0.570, -0.520,
    -0.470, -0.430, -0.360, -0.275, -0.160, -0.040, 0.130, 0.295, 0.430, 0.550, 0.620, 0.634};
  /// T/T_r [-], positive where the motor drives.
  static constexpr double torque[points] = {
    -0.684, -0.547, -0.414, -0.292, -0.187, -0.105, -0.053, -0.012, 0.042, 0.097, 0.156, 0.227, 0.300, 0.371,
    0.444, 0.522, 0.596, 0.672, 0.738, 0.763, 0.797, 0.837, 0.865, 0.883, 0.886, 0.877, 0.859, 0.838, 0.804, 0.758,
    0.703, 0.645, 0.583, 0.520, 0.454, 0.408, 0.370, 0.343, 0.331, 0.329, 0.338, 0.354, 0.372, 0.405, 0.450, 0.486,
    0.520, 0.552, 0.579, 0.603, 0.616, 0.617, 0.606, 0.582, 0.546, 0.500, 0.432, 0.360, 0.288, 0.214, 0.123, 0.037,
    -0.053, -0.161, -0.248, -0.314, -0.372, -0.580, -0.740, -0.880, -1.000, -1.120, -1.250, -1.370, -1.490, -1.590,
    -1.660, -1.690, -1.770, -1.650, -1.590, -1.520, -1.420, -1.320, -1.230, -1.100, -0.980, -0.820, -0.684};
  /// Either of them at an angle of -pi..pi.
  static double at(const double (&values)[points], double angle) {
    const double place = clamp((angle + pi) * ((points - 1) / (2 * pi)), 0, points - 1);
    const int i = place < points - 2 ? static_cast<int>(place) : points - 2;
    return values[i] + (place - i) * (values[i + 1] - values[i]);
  }
};
}  // namespace riser
