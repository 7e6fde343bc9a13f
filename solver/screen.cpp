#include "solver/screen.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <tuple>

#include "solver/crew.hpp"

namespace riser {
namespace {

constexpr double none = std::numeric_limits<double>::infinity();
constexpr int cells_a_segment = 24;
constexpr double year = 365.25 * 86400;  // [s]

double cell_length_of(const Scenario& s) {
  double longest = 0;
  for (const Segment& p : s.segments) longest = std::max(longest, p.length);
  return longest / cells_a_segment;
}

/// What a screen counts; one for each thread, added at the end.
struct Tally {
  double candidates = 0;
  std::array<double, limit_count> broken{}, alone{}, least_use{};
  Tally() { least_use.fill(none); }
  /// Returns the one limit that is broken, -1 none, -2 several.
  int count(const OperatingPoint& o) {
    int one = -1, broken_here = 0;
    for (int i = 0; i < limit_count; ++i)
      if (o.use[i] > full_use) ++broken_here, ++broken[i], one = i;
    ++candidates;
    if (broken_here == 1) ++alone[one];
    return broken_here == 0 ? -1 : broken_here == 1 ? one : -2;
  }
};

/// The best point of one duty: the feasible one of least energy, else the one nearest to feasible; and what would let it pass.
struct DutyChoice {
  OperatingPoint point;
  bool found = false, feasible = false;
  std::array<double, limit_count> passes_at{};  // use of the only broken limit, least; infinite where more are broken
  DutyChoice() { passes_at.fill(none); }
  void offer(const OperatingPoint& o, int broken) {
    if (broken >= 0) passes_at[broken] = std::min(passes_at[broken], o.use[broken]);
    const bool good = broken == -1;
    const bool better = !found || (good && !feasible) || (good == feasible && (good ? o.energy < point.energy : o.most() < point.most()));
    if (better) point = o, feasible = good;
    found = true;
  }
};

/// All that one thread needs to judge designs.
class Judge {
 public:
  Judge(const std::vector<Scenario>& duties, const DesignSpace& space) : duties_(duties), space_(space) {
    for (const Scenario& duty : duties) lines_.emplace_back(duty, cell_length_of(duty));
    flows_.resize(duties.size()), dips_.resize(duties.size()), balances_.resize(duties.size()), low_.resize(duties.size());
  }

  /// All designs that share grains and bore.
  void group(std::size_t first, std::size_t count, std::vector<Screened>& designs) {
    sections_.clear(), stations_.clear();
    const std::size_t layouts = space_.values(Variable::stations).size() * space_.values(Variable::lowest_station).size();
    for (std::size_t i = 0; i < layouts; ++i) {
      stations_.emplace_back();
      for (const Scenario& duty : duties_) stations_.back().push_back(stations_of(with_stations(with_pipe(duty, space_.design(first)), space_.design(first + i))));
    }
    for (std::size_t shape = first; shape < first + count; shape += layouts) {
      take_shape(space_.design(shape));
      for (std::size_t i = 0; i < layouts; ++i) designs[shape + i] = judge(stations_[i]);
    }
  }

  /// The pipe of a design; flows are found anew where its section or its grains changed.
  void take_shape(const Design& design) {
    const Scenario shaped = with_pipe(duties_[0], design);
    allowed_ = allowed_of(shaped, sizing().limits, design[Variable::crushing_size]);
    crushing_ = crushing_energy(sizing(), design[Variable::crushing_size]);
    std::vector<double> sections;
    for (std::size_t i = 0; i < shaped.segments.size(); ++i) {
      const Section section = section_of(shaped, static_cast<int>(i));
      sections.insert(sections.end(), {section.bore, section.area});
    }
    steel_ = steel_of(shaped);
    if (sections == sections_) return;
    sections_ = sections;
    const std::vector<double> concentration = shaped.sizing.concentration.points();
    for (std::size_t d = 0; d < duties_.size(); ++d) {
      lines_[d].reshape(with_pipe(duties_[d], design));
      const std::vector<double> rate = grain_rates(duties_[d], shaped.sizing.duties[d].dry_rate);
      double grains = 0;
      for (double one : rate) grains += one;
      flows_[d].clear(), dips_[d].clear();
      for (double c : concentration) {
        flows_[d].push_back(lines_[d].at(grains / c, rate));
        if (dips()) dips_[d].push_back(lines_[d].at((1 - shaped.sizing.limits.stability) * grains / c, rate));
      }
    }
  }

  /// The first duty at each concentration in the last shape, each with its own pump where pumps are scaled.
  std::vector<Screened> points(const Stations& stations) {
    std::vector<Screened> all;
    balance_all(0, stations);
    for (std::size_t c = 0; c < flows_[0].size(); ++c) {
      const Balance& b = balances_[0][c];
      const Stations here = fitted(stations, 0, c, b);
      Screened s;
      s.duty = {at(0, c, here, b)};
      if (sizing().pump == PumpChoice::scaled) s.scale = scale_to(lines_[0], flows_[0][c], stations, b), s.duty[0].use[static_cast<int>(Limit::pump)] = 0;
      s.relief = here.pump.positive_displacement ? here.pump.relief : 0;
      s.feasible = s.duty[0].most() <= full_use;
      all.push_back(std::move(s));
    }
    return all;
  }

  Screened judge(const std::vector<Stations>& stations) {
    const std::size_t concentrations = flows_[0].size();
    for (std::size_t d = 0; d < duties_.size(); ++d) balance_all(d, stations[d]);
    Screened best;
    // The pumps fit the first duty: with scaled pumps its concentration is part of the design.
    const bool fit = sizing().pump == PumpChoice::scaled;
    for (std::size_t c0 = 0; c0 < (fit ? concentrations : 1); ++c0) {
      const Screened found = with_pumps(stations, c0, fit);
      const bool better = best.duty.empty() || (found.feasible && !best.feasible) ||
                          (found.feasible == best.feasible && (found.feasible ? found.objective < best.objective : found.worst().most() < best.worst().most()));
      if (better) best = found;
    }
    return best;
  }

  Tally tally;

 private:
  bool dips() const { return sizing().limits.stability > 0 && !duties_[0].pumps.empty() && duties_[0].pumps[0].kind == PumpKind::centrifugal; }
  void balance_all(std::size_t d, const Stations& stations) {
    balances_[d].clear(), low_[d].clear();
    for (const SteadyFlow& flow : flows_[d]) balances_[d].push_back(balance(lines_[d], flow, stations, duties_[d].waves.vapour_pressure));
    for (const SteadyFlow& flow : dips_[d]) low_[d].push_back(balance(lines_[d], flow, stations, duties_[d].waves.vapour_pressure));
  }
  const Sizing& sizing() const { return duties_[0].sizing; }

  Stations fitted(const Stations& stations, std::size_t d, std::size_t c, const Balance& b) const {
    Stations result = stations;
    if (sizing().pump != PumpChoice::scaled) return result;
    result.pump = scaled(stations.pump, scale_to(lines_[d], flows_[d][c], stations, b));
    if (result.pump.positive_displacement) result.pump.relief = sizing().relief_factor * b.rise;
    return result;
  }

  OperatingPoint at(std::size_t d, std::size_t c, const Stations& stations, const Balance& b) const {
    OperatingPoint o = operate(lines_[d], flows_[d][c], stations, b, allowed_, sizing().duties[d].dry_rate);
    o.concentration = concentration_of(d, c);
    // With the same feed and less flow the line fills and asks for more head: past the pump's the flow would collapse.
    if (dips()) o.use[static_cast<int>(Limit::stability)] = low_[d][c].head / std::max(head_given(lines_[d], dips_[d][c], stations, low_[d][c], o.ratio), 1e-9);
    return o;
  }
  double concentration_of(std::size_t d, std::size_t c) const {
    double grains = 0;
    for (double one : grain_rates(duties_[d], sizing().duties[d].dry_rate)) grains += one;
    return grains / flows_[d][c].flow;
  }

  Screened with_pumps(const std::vector<Stations>& stations, std::size_t c0, bool fit) {
    Screened s;
    s.steel = steel_, s.feasible = true;
    const Stations first = fitted(stations[0], 0, c0, balances_[0][c0]);
    if (fit) s.scale = scale_to(lines_[0], flows_[0][c0], stations[0], balances_[0][c0]), s.relief = first.pump.positive_displacement ? first.pump.relief : 0;
    std::array<double, limit_count> passes;
    passes.fill(1);
    for (std::size_t d = 0; d < duties_.size(); ++d) {
      DutyChoice choice;
      Stations here = stations[d];
      here.pump = first.pump;
      const bool bound = fit && d == 0;
      for (std::size_t c = bound ? c0 : 0; c < (bound ? c0 + 1 : flows_[d].size()); ++c) {
        OperatingPoint o = at(d, c, here, balances_[d][c]);
        if (bound) o.use[static_cast<int>(Limit::pump)] = 0;  // made for this point
        choice.offer(o, tally.count(o));
      }
      s.duty.push_back(choice.point);
      s.feasible &= choice.feasible;
      if (choice.point.most() > s.duty[s.worst_duty].most()) s.worst_duty = static_cast<int>(d);
      if (!choice.feasible)
        for (int i = 0; i < limit_count; ++i) passes[i] = std::max(passes[i], choice.passes_at[i]);
    }
    if (!s.feasible)
      for (int i = 0; i < limit_count; ++i) tally.least_use[i] = std::min(tally.least_use[i], passes[i] > full_use ? passes[i] : none);
    price(s, here_pumps(stations));
    return s;
  }
  static int here_pumps(const std::vector<Stations>& stations) { return stations[0].pumps; }

  /// Energy over the duties' shares; with a cost model capital as an annuity over the tonnes of a year.
  void price(Screened& s, int pumps) const {
    const CostModel& cost = sizing().cost;
    double shares = 0, days = 0;  // [-], time a kilogramme takes [s/kg]
    for (std::size_t d = 0; d < s.duty.size(); ++d) {
      const Duty& duty = sizing().duties[d];
      s.energy += duty.share * s.duty[d].energy, shares += duty.share, days += duty.share / duty.dry_rate;
      s.installed = std::max(s.installed, s.duty[d].power);
    }
    s.energy = s.energy / shares + crushing_, days /= shares;
    s.capital = cost.steel * s.steel + cost.station * pumps + cost.power * s.installed;
    s.objective = s.energy;
    if (sizing().objective == SizingObjective::energy) return;
    const double annuity = cost.interest > 0 ? cost.interest / (1 - std::pow(1 + cost.interest, -cost.years)) : 1 / cost.years;
    s.objective = cost.energy * s.energy + annuity * s.capital * days / (cost.availability * year);
  }

  const std::vector<Scenario>& duties_;
  const DesignSpace& space_;
  std::vector<SteadyLine> lines_;               // of each duty
  std::vector<std::vector<SteadyFlow>> flows_, dips_;  // of each duty, by concentration; the same with some of the flow lost
  std::vector<std::vector<Balance>> balances_, low_;   // of the design in hand
  std::vector<std::vector<Stations>> stations_; // of each layout, by duty
  std::vector<double> sections_;
  Allowed allowed_;
  double steel_ = 0, crushing_ = 0;  // [kg], [J/kg]
};

void add(const Tally& from, Screen& to) {
  to.candidates += from.candidates;
  for (int i = 0; i < limit_count; ++i) {
    to.broken[i] += from.broken[i], to.alone[i] += from.alone[i];
    to.least_use[i] = std::min(to.least_use[i], from.least_use[i]);
  }
}

void rank(Screen& s, const DesignSpace& space, double indifference) {
  double least = none;
  for (std::size_t at : s.survivors) least = std::min(least, s.designs[at].objective);
  const auto key = [&](std::size_t at) {
    const Screened& d = s.designs[at];
    const bool equal = d.objective <= least * (1 + indifference);
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
  result.least_use.fill(none);
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
