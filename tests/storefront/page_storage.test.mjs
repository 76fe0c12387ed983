// What the page keeps, and that it does without where site data is blocked.

import assert from "node:assert/strict";
import { test } from "node:test";

import { orderMemory } from "../../storefront/order_memory.js";
import { createPageStorage } from "../../storefront/page_storage.js";
import { memory } from "../support/fake_browser.mjs";

/** A browser that blocks site data: already looking at the storage throws. */
const blocked = () => { throw new DOMException("The operation is insecure.", "SecurityError"); };
const full = () => ({ getItem: () => '"old"', setItem: () => { throw new Error("QuotaExceededError"); } });

test("a value outlives the page where the browser keeps it", () => {
  const browser = memory();
  createPageStorage(() => browser).write("name", ["value"]);
  assert.deepEqual(createPageStorage(() => browser).read("name"), ["value"]);
  assert.equal(createPageStorage(() => browser).read("other"), null);
});

test("where site data is blocked or full, a value lasts as long as the page", () => {
  for (const find of [blocked, full]) {
    const storage = createPageStorage(find);
    storage.write("name", "new");
    assert.equal(storage.read("name"), "new");
  }
  assert.equal(createPageStorage(blocked).read("name"), null);
});

test("a value that is not JSON is none", () => {
  assert.equal(createPageStorage(() => memory({ name: "{" })).read("name"), null);
});

test("a buyer's orders are remembered without site data, and another buyer has none of them", () => {
  const storage = createPageStorage(blocked);
  orderMemory("ada", storage).add("ord-1");
  orderMemory("ada", storage).add("ord-2");
  assert.deepEqual(orderMemory("ada", storage).read(), ["ord-2", "ord-1"]);
  assert.deepEqual(orderMemory("grace", storage).read(), []);
});

test("the last twenty orders are remembered, and nothing that is no order id", () => {
  const browser = memory({ "orders.ada": '["ord-0", 7, null]' });
  const orders = orderMemory("ada", createPageStorage(() => browser));
  assert.deepEqual(orders.read(), ["ord-0"]);
  for (let number = 1; number <= 25; number += 1) orders.add(`ord-${number}`);
  assert.deepEqual([orders.read().length, orders.read()[0], orders.read()[19]], [20, "ord-25", "ord-6"]);
});
