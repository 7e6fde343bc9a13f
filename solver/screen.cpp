#include "solver/screen.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <tuple>

#include "solver/crew.hpp"
#include "solver/judge.hpp"

namespace riser {
namespace {

void add(const Tally& from, Screen& to) {
  to.candidates += from.candidates;
  for (int i = 0; i < limit_count; ++i) {
    to.broken[i] += from.broken[i], to.alone[i] += from.alone[i];
    to.least_use[i] = std::min(to.least_use[i], from.least_use[i]);
  }
}

void rank(Screen& s, const DesignSpace& space, double indifference) {
  s.least = unlimited;
  for (std::size_t at : s.survivors) s.least = std::min(s.least, s.designs[at].objective);
  const auto key = [&](std::size_t at) {
    const Screened& d = s.designs[at];
    const bool equal = d.objective <= s.least * (1 + indifference);
    return std::tuple(!equal, equal ? space.design(at)[Variable::stations] : 0, equal ? d.steel : 0, d.objective);
  };
  std::stable_sort(s.survivors.begin(), s.survivors.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
}

void check_pumps(const Scenario& s) {
  for (const Pump& pump : s.pumps)
    if (pump.kind != s.pumps[0].kind) throw std::invalid_argument("size: pumps of two kinds; all stations are alike in a sizing");
}
}  // namespace

Screen screen(const std::vector<Scenario>& duties, const DesignSpace& space, int threads) {
  for (const Scenario& duty : duties) check_pumps(duty);
  Screen result;
  result.designs.resize(space.size());
  result.least_use.fill(unlimited);
  const std::size_t groups = space.values(Variable::crushing_size).size() * space.values(Variable::bore).size(), each = space.size() / groups;
  std::vector<Tally> tallies(groups);  // added in order: sums do not depend on the threads
  share_out(groups, threads, [&] {
    return [&, judge = std::make_shared<Judge>(duties, space)](std::size_t g) {
      judge->tally = {};
      judge->group(g * each, each, result.designs);
      tallies[g] = judge->tally;
      return true;
    };
  });
  for (const Tally& tally : tallies) add(tally, result);
  for (std::size_t i = 0; i < result.designs.size(); ++i)
    if (result.designs[i].feasible) result.survivors.push_back(i);
  rank(result, space, duties[0].sizing.indifference);
  return result;
}

std::vector<MapPoint> map_around(const Scenario& duty, const DesignSpace& space, std::size_t design) {
  const std::vector<Scenario> duties{duty};
  Judge judge(duties, space);
  std::vector<MapPoint> all;
  auto place = space.place(design);
  for (std::size_t b = 0; b < space.values(Variable::bore).size(); ++b) {
    place[static_cast<int>(Variable::bore)] = static_cast<int>(b);
    const Design here = space.design(space.index(place));
    judge.take_shape(here);
    for (Screened& s : judge.points(stations_of(with_stations(with_pipe(duty, here), here)))) all.push_back({here, std::move(s)});
  }
  return all;
}

std::vector<std::size_t> pareto_front(const Screen& screen, const DesignSpace& space, const std::vector<std::size_t>& among) {
  std::vector<std::size_t> order = among, front;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Screened &x = screen.designs[a], &y = screen.designs[b];
    return x.energy != y.energy ? x.energy < y.energy : x.steel < y.steel;
  });
  std::vector<std::pair<double, double>> least;  // stations and steel of what costs no more energy
  for (std::size_t at : order) {
    const double stations = space.design(at)[Variable::stations], steel = screen.designs[at].steel;
    const bool bettered = std::any_of(least.begin(), least.end(), [&](const auto& l) { return l.first <= stations && l.second <= steel; });
    if (bettered) continue;
    front.push_back(at);
    least.emplace_back(stations, steel);
  }
  return front;
}
}  // namespace riser
