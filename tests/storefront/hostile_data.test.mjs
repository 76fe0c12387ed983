// Whatever servers send, nothing that draws ever throws, and what is right is drawn.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createKeyedList } from "../../storefront/keyed_list.js";
import { orderListItem } from "../../storefront/order_list_item.js";
import { createOrderState } from "../../storefront/order_state.js";
import { announcementOf, priceQuestionOf } from "../../storefront/order_texts.js";
import { productCard } from "../../storefront/product_card.js";
import { readProducts } from "../../storefront/products.js";
import { FakeElement, fakeDocument } from "../support/fake_document.mjs";
import { randomFrom } from "../support/random.mjs";

const ROUNDS = 300;
const LEAVES = [
  undefined, null, true, false, 0, -1, 1, 1.5, NaN, 2 ** 53, 1e300, "", " ", "EUR", "EURO", "IQD", "XAU", "vase", "ord-1",
  "PENDING", "FINALIZED", "NEEDS_ATTENTION", "OutOfStock", "constructor", "__proto__", "toString", "checkout", "order.refunded",
  "2026-01-02T10:00:00Z", "+275760-09-13T00:00:00.001Z", "\u202eabc", "\u2067كوب", "\u2069", "\ud800", "a\nb", "x".repeat(500),
];

function generator(seed) {
  const next = randomFrom(seed);
  const pick = (some) => some[Math.floor(next() * some.length)];
  const odd = (depth = 2) => {
    if (depth === 0 || next() < 0.7) return pick(LEAVES);
    if (next() < 0.5) return [odd(depth - 1), odd(depth - 1)];
    return { [pick(["toString", "status", "orderId", "productId", "quantity"])]: odd(depth - 1) };
  };
  /** `right` with a few of its fields, or itself, replaced. */
  const damaged = (right, chance = 0.2) => {
    if (next() < 0.05) return odd();
    const entries = Object.entries(right).map(([name, value]) => [name, next() < chance ? odd() : value]);
    return Object.fromEntries(entries);
  };
  return { pick, damaged };
}

fakeDocument();
globalThis.CSS = { escape: String };

test("hostile products, events and answers never throw, and the right ones are drawn", (t) => {
  const told = t.mock.method(console, "error", () => {});
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const { pick, damaged } = generator(seed);
    const line = () => damaged({ productId: "vase", quantity: 1 }, 0.1);
    const list = Array.from({ length: 5 }, (_, number) => damaged({
      productId: `p-${number}`, name: "Vase", description: "", unitPriceMinor: 100, currency: "EUR", stock: 1,
    }));
    const right = { productId: "vase", name: "كوب", unitPriceMinor: 5400, currency: "EUR", stock: 0 };
    const { products } = readProducts([...list, right]);
    const orders = createOrderState();
    const statuses = { "order.finalized": "FINALIZED", "order.refunded": "REFUNDED" };
    for (const number of [1, 2, 3, 4]) {
      const type = pick(Object.keys(statuses));
      const data = damaged({ orderId: `ord-${number}`, status: statuses[type], reason: "OutOfStock" });
      orders.heard(damaged({ source: "checkout", type, subject: `ord-${number}`, time: "2026-01-02T10:00:00Z", data }, 0.1));
      orders.fetched(damaged({ orderId: `ord-${number}`, status: "PENDING", createdAt: "2026-01-02T10:00:00Z",
        lines: [line(), line()], amountMinor: 5400, currency: "EUR", resolvedAs: "REFUNDED" }));
    }
    orders.placed({ orderId: "ord-good", status: "PENDING" }, { lines: [{ productId: "vase", quantity: 2 }] });

    const drawn = new FakeElement();
    const showOrders = createKeyedList(drawn, (one) => one.orderId, (one) => orderListItem(one, () => {}));
    const cards = new FakeElement();
    const showCards = createKeyedList(cards, (one) => one.productId, (one) => productCard(one, () => {}));
    showOrders(orders.all(), products);
    showCards(products, { canBuy: true, isDemo: true });

    assert.equal(drawn.children.length, orders.all().length, `seed ${seed}: every order is drawn`);
    assert.equal(cards.children.length, products.length, `seed ${seed}: every product is drawn`);
    assert.ok(drawn.children.some((one) => one.dataset.status === "PENDING"), `seed ${seed}`);
    for (const order of orders.all()) {
      announcementOf(order, products);
      priceQuestionOf({ ...damaged({ shownAmountMinor: 1, amountMinor: 2, currency: "EUR" }) }, order, products);
    }
  }
  const texts = told.mock.calls.map((call) => call.arguments[0]);
  assert.ok(texts.length > ROUNDS / 2, "the data was hostile");
  assert.deepEqual(texts.filter((text) => text.includes("cannot be drawn")), []);
});

test("an item that cannot be drawn is left out and told once, and the others are drawn in their order", (t) => {
  const told = t.mock.method(console, "error", () => {});
  const parent = new FakeElement();
  const show = createKeyedList(parent, (one) => one, (one) => ({
    element: new FakeElement(),
    update() { if (one === "bad") throw new TypeError("no"); },
  }));
  for (const _ of [1, 2]) {
    show(["a", "bad", "b"]);
    assert.equal(parent.children.length, 2);
  }
  assert.equal(told.mock.callCount(), 1);
});
