#pragma once
#include "kernels/axial/ends.hpp"

// What enters or leaves a cell within the pipe in one stage of the transport step: feeds away from the inlet, dump valves.
namespace riser {

/// A feed within the pipe is an exchange: grains come in, as much liquid stays behind (a seabed vessel that the flow runs
/// through). The cell takes no more than it has room for: coarse classes up to the maximum packing, a carrier class up to that
/// share of what the coarse ones leave.
template <int N>
RISER_HD inline void add_feed(const RiserView<N>& r, const Stage<N>& s, Real dt, int k) {
  const int i = r.feed[k].cell;
  Real coarse = 0;
  for (int m = 0; m < N; ++m) coarse += r.slip.coarse[m] * s.out[m][i];
  const Real packed = r.slip.maximum_packing, most = r.slip.coarse[k] > 0 ? packed - coarse : packed * (1 - coarse) - s.out[k][i];
  const Real room = max(most, 0.0) * r.volume[i] / (s.b * dt);
  const Real fed = min(value_at(r.feed[k].schedule, s.time) * r.feed[k].on, room);
  s.out[k][i] += s.b * dt * r.inverse_volume[i] * fed;
  r.clock->inflow[k] += s.share * fed;
}

/// A dump takes the mixture of its cell; the sea gives clean water. No cell gives more than it holds.
template <int N>
RISER_HD inline void take_dumped(const RiserView<N>& r, const Stage<N>& s, Real dt, int b) {
  const int i = r.branch[b].cell;
  const Real flow = max(r.clock->branch_flow[b], 0);
  for (int k = 0; k < N; ++k) {
    const Real most = max(s.out[k][i], 0) * r.volume[i] / (s.b * dt), taken = min(flow * max(s.in[k][i], 0), most);
    s.out[k][i] -= s.b * dt * r.inverse_volume[i] * taken;
    r.clock->dumped[k] += s.share * taken;
  }
}

/// All that lies in the cells begin..end-1.
template <int N>
RISER_HD inline void add_sources(const RiserView<N>& r, const Stage<N>& s, Real dt, int begin, int end) {
  for (int k = 0; k < N; ++k)
    if (r.feed[k].cell >= begin && r.feed[k].cell < end) add_feed(r, s, dt, k);
  for (int b = 0; b < r.branches; ++b)
    if (!r.branch[b].vessel && r.branch[b].cell >= begin && r.branch[b].cell < end) take_dumped(r, s, dt, b);
}
}  // namespace riser
