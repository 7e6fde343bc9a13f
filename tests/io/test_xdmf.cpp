#include <catch2/catch.hpp>
#include <stdexcept>

#include "io/results/xdmf.hpp"

using namespace riser;
namespace {

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t n = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + word.size())) ++n;
  return n;
}

/// Every element closes in its order, every attribute's quotation marks are paired, no stray & is left: what is wrong, or "".
std::string ill_formed(const std::string& text) {
  std::vector<std::string> open;
  for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1))
    if (text.compare(at, 5, "&amp;") && text.compare(at, 4, "&lt;") && text.compare(at, 4, "&gt;") && text.compare(at, 6, "&quot;")) return "&";
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    const std::size_t end = text.find('>', at);
    if (end == std::string::npos || text.find('<', at + 1) < end) return "a tag without an end";
    const std::string tag = text.substr(at + 1, end - at - 1), name = tag.substr(0, tag.find(' '));
    if (tag[0] == '?' || tag[0] == '!') continue;
    if (count(tag, "\"") % 2 || count(tag, "=\"") * 2 != count(tag, "\"")) return tag;
    if (tag[0] == '/') {
      if (open.empty() || '/' + open.back() != tag) return tag;
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : open.back();
}

bool has(const std::string& text, const std::string& word) { return text.find(word) != std::string::npos; }
}  // namespace

TEST_CASE("an XDMF document is well-formed and has a grid for each snapshot", "[xdmf]") {
  const std::string text = xdmf_text("snapshots.h5", {0, 0.1, 1e-7 + 2}, 3, 5, {"mud", "grains"}, true);
  CHECK(ill_formed(text) == "");
  CHECK(text.rfind("<?xml", 0) == 0);
  CHECK(count(text, "GridType=\"Uniform\"") == 3);
  CHECK(count(text, "CollectionType=\"Temporal\"") == 1);
  for (const char* time : {"<Time Value=\"0\"/>", "<Time Value=\"0.1\"/>", "<Time Value=\"2.0000001\"/>"}) CHECK(count(text, time) == 1);
  for (const char* name : {"concentration_mud", "concentration_grains", "pressure", "viscosity", "density", "temperature", "axial_velocity", "radial_velocity"})
    CHECK(count(text, "Attribute Name=\"" + std::string(name) + "\" AttributeType=\"Scalar\" Center=\"Cell\"") == 3);
  CHECK(count(text, "<Attribute ") == 3 * 8);
}

TEST_CASE("an XDMF document tells the dimensions slowest first, of nodes, cells and faces", "[xdmf]") {
  const std::string text = xdmf_text("snapshots.h5", {0, 1, 2, 3}, 3, 5, {"mud", "grains"}, false);
  CHECK(count(text, "<Topology TopologyType=\"2DRectMesh\" Dimensions=\"4 6\"/>") == 4);
  CHECK(text.find("Dimensions=\"6\" NumberType=\"Float\" Precision=\"8\" Format=\"HDF\">snapshots.h5:/z_face<") < text.find(">snapshots.h5:/r_face<"));
  CHECK(count(text, "Dimensions=\"4 2 3 5\" NumberType=\"Float\" Precision=\"8\" Format=\"HDF\">snapshots.h5:/concentration<") == 4 * 2);
  CHECK(count(text, "Dimensions=\"4 3 5\" NumberType=\"Float\" Precision=\"8\" Format=\"HDF\">snapshots.h5:/pressure<") == 4);
  CHECK(count(text, "Dimensions=\"4 3 6\" NumberType=\"Float\" Precision=\"8\" Format=\"HDF\">snapshots.h5:/axial_velocity<") == 4 * 2);
  CHECK(count(text, "Dimensions=\"4 4 5\" NumberType=\"Float\" Precision=\"8\" Format=\"HDF\">snapshots.h5:/radial_velocity<") == 4 * 2);
  CHECK_FALSE(has(text, "temperature"));
}

TEST_CASE("an XDMF document takes the right part of each data set", "[xdmf]") {
  const std::string text = xdmf_text("snapshots.h5", {0, 1}, 3, 5, {"mud", "grains"}, false);
  const std::string last = text.substr(text.find("snapshot_1"));
  CHECK(count(text, "Dimensions=\"3 4\" NumberType=\"Int\" Format=\"XML\">0 1 0 0  1 1 1 1  1 1 3 5<") == 1);
  CHECK(count(last, ">1 0 0 0  1 1 1 1  1 1 3 5<") == 1);     // mud
  CHECK(count(last, ">1 1 0 0  1 1 1 1  1 1 3 5<") == 1);     // grains
  CHECK(count(last, ">1 0 0  1 1 1  1 3 5<") == 3 + 2);       // whole cells, and the lower and the inner faces
  const std::size_t radial = last.find("Name=\"radial_velocity\"");
  CHECK(count(last.substr(0, radial), ">1 0 1  1 1 1  1 3 5<") == 1);  // upper faces
  CHECK(count(last.substr(radial), ">1 1 0  1 1 1  1 3 5<") == 1);     // outer faces
  CHECK(count(last, "ItemType=\"Function\" Function=\"0.5 * ($0 + $1)\" Dimensions=\"3 5\"") == 2);
}

TEST_CASE("an XDMF document of clear water, of no snapshot, of odd names, of no cells", "[xdmf]") {
  const std::string clear = xdmf_text("snapshots.h5", {0}, 3, 5, {}, false);
  CHECK(ill_formed(clear) == "");
  CHECK_FALSE(has(clear, "concentration"));
  const std::string none = xdmf_text("snapshots.h5", {}, 3, 5, {"mud"}, true);
  CHECK(ill_formed(none) == "");
  CHECK(count(none, "<Grid ") == 1);
  const std::string odd = xdmf_text("a & <b>.h5", {0}, 3, 5, {"\"x\""}, false);
  CHECK(ill_formed(odd) == "");
  CHECK(has(odd, ">a &amp; &lt;b&gt;.h5:/pressure<"));
  CHECK(has(odd, "Name=\"concentration_&quot;x&quot;\""));
  CHECK_THROWS_AS(xdmf_text("snapshots.h5", {0}, 0, 5, {}, false), std::invalid_argument);
  CHECK_THROWS_AS(xdmf_text("snapshots.h5", {0}, 3, 0, {}, false), std::invalid_argument);
}
