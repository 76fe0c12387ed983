// The hues of the tiles are spread over the palette and never change.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hueOf } from "../../storefront/product_card.js";

test("the demo shop's six products have six hues", () => {
  const names = ["lamp-01", "mug-02", "chair-03", "clock-04", "throw-05", "vase-07"];
  assert.equal(new Set(names.map(hueOf)).size, names.length);
});

test("many products share the palette evenly", () => {
  const counts = new Array(12).fill(0);
  for (let number = 0; number < 1200; number += 1) counts[hueOf(`item-${number}`)] += 1;
  assert.ok(Math.min(...counts) > 50 && Math.max(...counts) < 150, String(counts));
});
