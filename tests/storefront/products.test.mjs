// One wrong product does not empty the shop.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readProducts } from "../../storefront/products.js";

const good = (productId, changes = {}) =>
  ({ productId, name: `A ${productId}`, description: "", unitPriceMinor: 100, currency: "EUR", stock: 1, ...changes });
const WRONG = [
  ["product", [null, undefined, 7, "lamp", true]],
  ["productId", [good(undefined), good(7), good(""), good({}), good("a b"), good("\u202elamp"), good("x".repeat(129)), []]],
  ["name", [undefined, null, "", "  ", 7, {}, ["a"], "\u202e", "\n\u2067"].map((name) => good("wrong", { name }))],
  ["description", [7, {}, [], ["a"], false].map((description) => good("wrong", { description }))],
  ["unitPriceMinor", [undefined, null, "100", -1, 1.5, NaN, 2 ** 53, 1e300, [5], true]
    .map((unitPriceMinor) => good("wrong", { unitPriceMinor }))],
  ["currency", [undefined, null, "EURO", "eur", "", 3, {}, ["EUR"]].map((currency) => good("wrong", { currency }))],
  ["stock", [undefined, null, "5", -1, 0.5, {}, 2 ** 60].map((stock) => good("wrong", { stock }))],
];

test("a wrong product is left out and told with its field, and the others are shown by name", () => {
  for (const [field, wrongs] of WRONG) {
    for (const wrong of wrongs) {
      const { products, bad } = readProducts([good("mug"), wrong, good("chair")]);
      assert.deepEqual(products.map((one) => one.productId), ["chair", "mug"]);
      assert.deepEqual(bad, [{ productId: wrong?.productId, field }], JSON.stringify(wrong));
    }
  }
});

test("a product may have further fields, and no description", () => {
  const more = good("mug", { colour: { deep: ["blue"] }, description: null });
  const { description: _, ...less } = good("chair");
  assert.deepEqual(readProducts([more, less]), { products: [less, more], bad: [] });
});

test("of two products with one id the first is shown", () => {
  const { products, bad } = readProducts([good("mug", { stock: 5 }), good("mug")]);
  assert.equal(products[0].stock, 5);
  assert.deepEqual([products.length, bad], [1, [{ productId: "mug", field: "productId" }]]);
});

test("what is no list is no products", () => {
  for (const list of [undefined, null, {}, "mug", 7]) {
    assert.deepEqual(readProducts(list), { products: [], bad: [{ productId: undefined, field: "products" }] });
  }
});
