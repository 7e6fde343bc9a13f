#include <cctype>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "io/config/text.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/results/files.hpp"
#include "io/results/own_files.hpp"
#include "io/results/snapshots.hpp"
#include "io/sweep/members.hpp"
#include "io/sweep/ranks.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;

/// Name of a data set for a key: pipe.segments[0].bore -> pipe_segments_0_bore.
std::string plain_name(const std::string& key) {
  std::string name;
  for (char c : key)
    if (std::isalnum(static_cast<unsigned char>(c))) name += c;
    else if (!name.empty() && name.back() != '_') name += '_';
  return name;
}

/// The varied key as numbers, where all members have numbers of one unit; the CSV has the words in any case.
void write_varied(const hdf5::Group& root, const hdf5::Dataset& scale, const std::string& key, const std::vector<std::string>& words) {
  std::vector<double> values;
  std::string unit;
  for (const std::string& word : words) {
    char* end = nullptr;
    values.push_back(std::strtod(word.c_str(), &end));
    const std::string rest = *end == ' ' ? end + 1 : end;
    if (end == word.c_str() || (values.size() > 1 && rest != unit)) return;
    unit = rest;
  }
  root.fixed({plain_name(key), unit.empty() ? "1" : unit, "varied: " + key}, values, {&scale});
}
}  // namespace

void write_sweep_csv(const fs::path& path, const Sweep& sweep, const std::vector<Member>& members, const std::vector<std::size_t>& mine) {
  std::ostringstream file;
  file << "member";
  for (const Variation& v : sweep.vary) file << ',' << csv_word(v.key);
  for (const Outcome& o : outcomes) file << ',' << csv_word(std::string(o.name) + " [" + o.units + "]");
  file << ",status,warnings\n";
  for (std::size_t at : mine) {
    const Member& m = members[at];
    file << at;
    for (const std::string& word : m.words) file << ',' << csv_word(word);
    for (double value : m.values) file << ',' << (std::isnan(value) ? "" : number_text(value));
    file << ',' << m.status << ',' << csv_word(m.warnings) << '\n';
  }
  write_file(path, file.str());
}

namespace {
void fill(const hdf5::Group& root, const Scenario& base, const std::vector<Member>& members, const std::vector<std::size_t>& mine) {
  const Sweep& sweep = base.sweep;
  write_provenance(root, base);
  std::vector<double> numbers(mine.begin(), mine.end());
  const hdf5::Dataset scale = root.scale({"member", "1", "member of the sweep"}, numbers);
  for (std::size_t i = 0; i < sweep.vary.size(); ++i) {
    std::vector<std::string> words;
    for (std::size_t at : mine) words.push_back(members[at].words[i]);
    write_varied(root, scale, sweep.vary[i].key, words);
  }
  std::vector<bool> done;
  for (std::size_t at : mine) done.push_back(members[at].status == "done");
  root.flags({"done", "1", "1 where the member ran to its end"}, done, {&scale});
  for (std::size_t k = 0; k < kept; ++k) {
    std::vector<double> values;
    for (std::size_t at : mine) values.push_back(members[at].values[k]);
    root.fixed({outcomes[k].name, outcomes[k].units, outcomes[k].long_name}, values, {&scale});
  }
}
}  // namespace

void write_sweep_hdf5(const fs::path& path, const Scenario& base, const std::vector<Member>& members, const std::vector<std::size_t>& mine) {
  if (ranks::count() == 1) {  // by way of memory: HDF5 keeps what fails while it closes a set to itself
    const hdf5::File file = hdf5::File::in_memory();
    fill(file.root(), base, members, mine);
    return write_file(path, file.image(), Content::data);
  }
  fs::path beside = path;
  beside += ".part";
  claim_file(path);
  {
    const hdf5::File file(beside, hdf5::File::Kind::shared);
    fill(file.root(), base, members, mine);
    file.flush();
  }
  if (ranks::number() != 0) return;
  sync_file(beside);
  move_into_place(beside, path);
}
}  // namespace riser
