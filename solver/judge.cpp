#include "solver/judge.hpp"

#include <algorithm>
#include <cmath>

namespace riser {
namespace {

constexpr double year = 365.25 * 86400;  // [s]

/// The best point of one duty: the feasible one of least energy, else the one nearest to feasible; and what would let it pass.
struct DutyChoice {
  OperatingPoint point;
  bool found = false, feasible = false;
  std::array<double, limit_count> passes_at{};  // use of the only broken limit, least; infinite where more are broken
  DutyChoice() { passes_at.fill(unlimited); }
  void offer(const OperatingPoint& o, int broken) {
    if (broken >= 0) passes_at[broken] = std::min(passes_at[broken], o.use[broken]);
    const bool good = broken == -1;
    const bool better = !found || (good && !feasible) || (good == feasible && (good ? o.energy < point.energy : o.most() < point.most()));
    if (better) point = o, feasible = good;
    found = true;
  }
};

double sum(const std::vector<double>& values) {
  double total = 0;
  for (double value : values) total += value;
  return total;
}

bool betters(const Screened& a, const Screened& b) {
  if (a.feasible != b.feasible) return a.feasible;
  return a.feasible ? a.objective < b.objective : a.worst().most() < b.worst().most();
}
}  // namespace

int Tally::count(const OperatingPoint& o) {
  int one = -1, broken_here = 0;
  for (int i = 0; i < limit_count; ++i)
    if (o.use[i] > full_use) ++broken_here, ++broken[i], one = i;
  ++candidates;
  if (broken_here == 1) ++alone[one];
  return broken_here == 0 ? -1 : broken_here == 1 ? one : -2;
}

Judge::Judge(const std::vector<Scenario>& duties, const DesignSpace& space) : duties_(duties), space_(space) {
  for (std::size_t d = 0; d < duties.size(); ++d) {
    lines_.emplace_back(duties[d], steady_cell_length(duties[d]));
    grains_.push_back(sum(grain_rates(duties[d], sizing().duties[d].dry_rate)));
  }
  flows_.resize(duties.size()), dips_.resize(duties.size()), balances_.resize(duties.size()), low_.resize(duties.size());
}

void Judge::group(std::size_t first, std::size_t count, std::vector<Screened>& designs) {
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

void Judge::take_shape(const Design& design) {
  const Scenario shaped = with_pipe(duties_[0], design);
  allowed_ = allowed_of(shaped, sizing().limits, design[Variable::crushing_size]);
  crushing_ = crushing_energy(sizing(), design[Variable::crushing_size]);
  steel_ = steel_of(shaped);
  std::vector<double> sections;
  for (std::size_t i = 0; i < shaped.segments.size(); ++i) {
    const Section section = section_of(shaped, static_cast<int>(i));
    sections.insert(sections.end(), {section.bore, section.area});
  }
  if (sections == sections_) return;
  sections_ = sections;
  const std::vector<double> concentration = sizing().concentration.points();
  for (std::size_t d = 0; d < duties_.size(); ++d) {
    lines_[d].reshape(with_pipe(duties_[d], design));
    const std::vector<double> rate = grain_rates(duties_[d], sizing().duties[d].dry_rate);
    flows_[d].clear(), dips_[d].clear();
    for (double c : concentration) {
      flows_[d].push_back(lines_[d].at(grains_[d] / c, rate));
      if (dips()) dips_[d].push_back(lines_[d].at((1 - sizing().limits.stability) * grains_[d] / c, rate));
    }
  }
}

std::vector<Screened> Judge::points(const Stations& stations) {
  std::vector<Screened> all;
  balance_all(0, stations);
  for (std::size_t c = 0; c < flows_[0].size(); ++c) {
    const Balance& b = balances_[0][c];
    const Stations here = fitted(stations, 0, c, b);
    Screened s;
    s.duty = {at(0, c, here)};
    if (sizing().pump == PumpChoice::scaled) s.scale = scale_to(lines_[0], flows_[0][c], stations, b), s.duty[0].use[static_cast<int>(Limit::pump)] = 0;
    s.relief = here.pump.positive_displacement ? here.pump.relief : 0;
    s.feasible = s.duty[0].most() <= full_use;
    all.push_back(std::move(s));
  }
  return all;
}

/// A pump of fixed volume holds its flow against any line.
bool Judge::dips() const { return sizing().limits.stability > 0 && !duties_[0].pumps.empty() && duties_[0].pumps[0].kind == PumpKind::centrifugal; }

void Judge::balance_all(std::size_t d, const Stations& stations) {
  balances_[d].clear(), low_[d].clear();
  for (const SteadyFlow& flow : flows_[d]) balances_[d].push_back(balance(lines_[d], flow, stations, duties_[d].waves.vapour_pressure));
  for (const SteadyFlow& flow : dips_[d]) low_[d].push_back(balance(lines_[d], flow, stations, duties_[d].waves.vapour_pressure));
}

Screened Judge::judge(const std::vector<Stations>& stations) {
  for (std::size_t d = 0; d < duties_.size(); ++d) balance_all(d, stations[d]);
  Screened best;
  // The pumps fit the first duty: with scaled pumps its concentration is part of the design.
  const bool fit = sizing().pump == PumpChoice::scaled;
  for (std::size_t c0 = 0; c0 < (fit ? flows_[0].size() : 1); ++c0) {
    Screened found = with_pumps(stations, c0, fit);
    if (best.duty.empty() || betters(found, best)) best = std::move(found);
  }
  return best;
}

Stations Judge::fitted(const Stations& stations, std::size_t d, std::size_t c, const Balance& b) const {
  Stations result = stations;
  if (sizing().pump != PumpChoice::scaled) return result;
  result.pump = scaled(stations.pump, scale_to(lines_[d], flows_[d][c], stations, b));
  if (result.pump.positive_displacement) result.pump.relief = sizing().relief_factor * b.rise;
  return result;
}

OperatingPoint Judge::at(std::size_t d, std::size_t c, const Stations& stations) const {
  OperatingPoint o = operate(lines_[d], flows_[d][c], stations, balances_[d][c], allowed_, sizing().duties[d].dry_rate);
  o.concentration = grains_[d] / flows_[d][c].flow;
  // With the same feed and less flow the line fills and asks for more head: past the pump's the flow would collapse.
  if (dips()) o.use[static_cast<int>(Limit::stability)] = low_[d][c].head / std::max(head_given(lines_[d], dips_[d][c], stations, low_[d][c], o.ratio), 1e-9);
  return o;
}

Screened Judge::with_pumps(const std::vector<Stations>& stations, std::size_t c0, bool fit) {
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
      OperatingPoint o = at(d, c, here);
      if (bound) o.use[static_cast<int>(Limit::pump)] = 0;  // made for this point
      choice.offer(o, tally.count(o));
    }
    s.duty.push_back(choice.point);
    s.feasible &= choice.feasible;
    if (choice.point.most() > s.duty[s.worst_duty].most()) s.worst_duty = static_cast<int>(d);
    for (int i = 0; i < limit_count && !choice.feasible; ++i) passes[i] = std::max(passes[i], choice.passes_at[i]);
  }
  for (int i = 0; i < limit_count && !s.feasible; ++i) tally.least_use[i] = std::min(tally.least_use[i], passes[i] > full_use ? passes[i] : unlimited);
  price(s, stations[0].pumps);
  return s;
}

/// Energy over the duties' shares; with a cost model capital as an annuity over the tonnes of a year.
void Judge::price(Screened& s, int pumps) const {
  const CostModel& cost = sizing().cost;
  double shares = 0, time = 0;  // [-], that a kilogramme takes [s/kg]
  for (std::size_t d = 0; d < s.duty.size(); ++d) {
    const Duty& duty = sizing().duties[d];
    s.energy += duty.share * s.duty[d].energy, shares += duty.share, time += duty.share / duty.dry_rate;
    s.installed = std::max(s.installed, s.duty[d].power);
  }
  s.energy = s.energy / shares + crushing_, time /= shares;
  s.capital = cost.steel * s.steel + cost.station * pumps + cost.power * s.installed;
  s.objective = s.energy;
  if (sizing().objective == SizingObjective::energy) return;
  const double annuity = cost.interest > 0 ? cost.interest / (1 - std::pow(1 + cost.interest, -cost.years)) : 1 / cost.years;
  s.objective = cost.energy * s.energy + annuity * s.capital * time / (cost.availability * year);
}
}  // namespace riser
