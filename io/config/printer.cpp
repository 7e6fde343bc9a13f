#include "io/config/config.hpp"
#include "io/config/fields.hpp"
#include "io/config/text.hpp"
#include "io/results/files.hpp"

namespace riser {
namespace {

/// Writes every value as YAML in the units of the Scenario.
class Printer : public FieldVisitor {
 public:
  std::string out;

  void number(const char* key, double& value, const Limits& limits, const char*) override {
    if (value > -300) line(key, with_unit(value, limits));  // colder than possible = the sea's
  }
  void numbers(const char* key, std::vector<double>& values, const Limits& limits, const char*) override {
    if (values.empty()) return;
    std::string all;
    for (double value : values) all += (all.empty() ? "" : ", ") + with_unit(value, limits);
    line(key, "[" + all + "]");
  }
  void table(const char* key, std::vector<double>& first, std::vector<double>& second, const std::pair<Limits, Limits>& limits,
             const char*) override {
    if (first.empty()) return;
    std::string all;
    for (size_t i = 0; i < first.size(); ++i)
      all += (i ? ", [" : "[") + with_unit(first[i], limits.first) + ", " + with_unit(second[i], limits.second) + "]";
    line(key, "[" + all + "]");
  }
  void schedule(const char* key, Schedule& s, const Limits& limits, const char* help) override {
    table(key, s.time, s.value, {{"s", 0, 1e8}, limits}, help);
  }
  void text(const char* key, std::string& value, bool, const char*) override {
    if (!value.empty()) line(key, riser::quoted(value));
  }
  void texts(const char* key, std::vector<std::string>& values, const char*) override {
    std::string all;
    for (const std::string& value : values) all += (all.empty() ? "" : ", ") + riser::quoted(value);
    if (!values.empty()) line(key, "[" + all + "]");
  }
  void flag(const char* key, bool& value, const char*) override { line(key, value ? "true" : "false"); }
  void choice(const char* key, int& value, const Names& names, bool, const char*) override { line(key, names[value]); }
  void reference(const char* key, int& index, const Names& names, bool, const char*) override {
    if (index >= 0 && index < static_cast<int>(names.size())) line(key, riser::quoted(names[index]));
  }
  void group(const char* key, const Group&, const Body& body, const char*) override {
    const size_t before = out.size();
    line(key, "");
    const size_t head = out.size();
    nested(2, body);
    if (out.size() == head) out.resize(before);  // an empty group would read back as a key without a value
  }
  void list(const char* key, const Listing& listing, const char*) override {
    if (listing.size == 0) return;
    line(key, "");
    for (size_t i = 0; i < listing.size; ++i) {
      const size_t start = out.size();
      nested(4, [&](FieldVisitor& v) { listing.element(v, i); });
      if (out.size() > start) out[start + indent_ + 2] = '-';
    }
  }
  int alternative(const Names&, int current, const char*) override { return current; }
  void unused(const char*, const char*) override {}

 private:
  static std::string with_unit(double value, const Limits& limits) {
    return number_text(value) + (*limits.unit ? std::string(" ") + limits.unit : "");
  }
  void line(const std::string& key, const std::string& value) {
    out += std::string(indent_, ' ') + key + (value.empty() ? ":" : ": ") + value + "\n";
  }
  void nested(size_t step, const Body& body) {
    indent_ += step;
    body(*this);
    indent_ -= step;
  }
  size_t indent_ = 0;
};
}  // namespace

std::string print_config(const Scenario& scenario) {
  Scenario copy = scenario;  // the description is written for readers as well
  // What only the command line may name is left to it, and so is the default: read elsewhere, the case finds its own place.
  if (!stays_inside(copy.output.folder) || copy.output.folder == "runs/" + copy.name) copy.output.folder.clear();
  Printer printer;
  describe(printer, copy);
  return printer.out;
}
}  // namespace riser
