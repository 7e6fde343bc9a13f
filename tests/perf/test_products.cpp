// What the counts take for a multiply-add.
#include <catch2/catch.hpp>

#include "benchmarks/perf/counting/tally.hpp"

using riser::perf::Products;

TEST_CASE("a sum takes a product once, and none that lies far back") {
  Products products;
  CHECK_FALSE(products.take(6.0));
  products.add(6.0), products.add(-0.5);
  CHECK_FALSE(products.take(6.5));
  CHECK(products.take(6.0));
  CHECK_FALSE(products.take(6.0));
  CHECK(products.take(-0.5));
  products.add(1.25);
  for (int i = 0; i < 256; ++i) products.add(1e3 + i);
  CHECK(products.take(1e3 + 255));
  CHECK(products.take(1.25));
  products.add(1.25);
  for (int i = 0; i < 257; ++i) products.add(1e6 + i);
  CHECK_FALSE(products.take(1.25));
}
