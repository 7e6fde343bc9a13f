#include "io/results/xdmf.hpp"

#include <stdexcept>

#include "io/config/text.hpp"

namespace riser {
namespace {

using Sizes = std::vector<std::size_t>;  // slowest dimension first, as in HDF5 and in XDMF

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') result += "&amp;";
    else if (c == '<') result += "&lt;";
    else if (c == '>') result += "&gt;";
    else if (c == '"') result += "&quot;";
    else result += c;
  }
  return result;
}

std::string words(const Sizes& sizes) {
  std::string text;
  for (const std::size_t n : sizes) text += (text.empty() ? "" : " ") + std::to_string(n);
  return text;
}

/// The document as it grows; every line stands as deep as what is open around it.
class Document {
 public:
  Document(const std::string& file_name, std::size_t snapshots, std::size_t nr, std::size_t nz, std::size_t classes)
      : file_(escaped(file_name)), snapshots_(snapshots), nr_(nr), nz_(nz), classes_(classes) {}

  void line(const std::string& text) { text_ += std::string(2 * depth_, ' ') + text + '\n'; }
  void open(const std::string& element) { line('<' + element + '>'), ++depth_; }
  void close(const std::string& name) { --depth_, line("</" + name + '>'); }

  void whole(const std::string& set, const Sizes& sizes) {
    line("<DataItem Dimensions=\"" + words(sizes) + "\" NumberType=\"Float\" Precision=\"8\" Format=\"HDF\">" + file_ + ":/" + set + "</DataItem>");
  }
  /// What lies from `start` on, one cell value each, of a set of `sizes`.
  void slab(const std::string& set, const Sizes& sizes, const Sizes& start) {
    Sizes count(sizes.size() - 2, 1);
    count.push_back(nr_), count.push_back(nz_);
    open("DataItem ItemType=\"HyperSlab\" Dimensions=\"" + cells() + "\" NumberType=\"Float\" Precision=\"8\"");
    line("<DataItem Dimensions=\"3 " + std::to_string(sizes.size()) + "\" NumberType=\"Int\" Format=\"XML\">" + words(start) + "  " +
         words(Sizes(sizes.size(), 1)) + "  " + words(count) + "</DataItem>");
    whole(set, sizes);
    close("DataItem");
  }

  void open_attribute(const std::string& name) { open("Attribute Name=\"" + escaped(name) + "\" AttributeType=\"Scalar\" Center=\"Cell\""); }
  void cell_set(const std::string& set, std::size_t row) {
    open_attribute(set);
    slab(set, {snapshots_, nr_, nz_}, {row, 0, 0});
    close("Attribute");
  }
  void class_set(const std::string& name, std::size_t row, std::size_t number) {
    open_attribute("concentration_" + name);
    slab("concentration", {snapshots_, classes_, nr_, nz_}, {row, number, 0, 0});
    close("Attribute");
  }
  /// The mean of the two faces of each cell; `along_r`: the faces are those across the radius.
  void face_set(const std::string& set, std::size_t row, bool along_r) {
    const Sizes sizes{snapshots_, nr_ + along_r, nz_ + !along_r};
    open_attribute(set);
    open("DataItem ItemType=\"Function\" Function=\"0.5 * ($0 + $1)\" Dimensions=\"" + cells() + "\" NumberType=\"Float\" Precision=\"8\"");
    slab(set, sizes, {row, 0, 0});
    slab(set, sizes, {row, along_r, !along_r});
    close("DataItem");
    close("Attribute");
  }
  /// Dimensions go slowest first, the coordinates fastest first: the sets are (r, z) with z fastest, so x is z and y is r.
  void grid() {
    line("<Topology TopologyType=\"2DRectMesh\" Dimensions=\"" + words({nr_ + 1, nz_ + 1}) + "\"/>");
    open("Geometry GeometryType=\"VXVY\"");
    whole("z_face", {nz_ + 1});
    whole("r_face", {nr_ + 1});
    close("Geometry");
  }
  const std::string& text() const { return text_; }

 private:
  std::string cells() const { return words({nr_, nz_}); }
  std::string file_, text_;
  std::size_t snapshots_, nr_, nz_, classes_, depth_ = 0;
};
}  // namespace

std::string xdmf_text(const std::string& file_name, const std::vector<double>& times, std::size_t nr, std::size_t nz,
                      const std::vector<std::string>& class_names, bool heat) {
  if (!nr || !nz) throw std::invalid_argument("an XDMF document of no cells");
  Document d(file_name, times.size(), nr, nz, class_names.size());
  d.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  d.line("<!-- for ParaView's \"XDMF Reader\": the Xdmf3 readers know neither parts of data sets nor sums -->");
  d.open("Xdmf Version=\"2.0\"");
  d.open("Domain");
  d.open("Grid Name=\"pipe\" GridType=\"Collection\" CollectionType=\"Temporal\"");
  for (std::size_t row = 0; row < times.size(); ++row) {
    d.open("Grid Name=\"snapshot_" + std::to_string(row) + "\" GridType=\"Uniform\"");
    d.line("<Time Value=\"" + number_text(times[row]) + "\"/>");
    d.grid();
    for (std::size_t k = 0; k < class_names.size(); ++k) d.class_set(class_names[k], row, k);
    for (const char* set : {"pressure", "viscosity", "density"}) d.cell_set(set, row);
    if (heat) d.cell_set("temperature", row);
    d.face_set("axial_velocity", row, false);
    d.face_set("radial_velocity", row, true);
    d.close("Grid");
  }
  d.close("Grid");
  d.close("Domain");
  d.close("Xdmf");
  return d.text();
}
}  // namespace riser
