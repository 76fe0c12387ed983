// An order that looked accepted and ended otherwise: the buyer is told once, in sight, and offered another.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createBuyerOrders } from "../../storefront/buyer_orders.js";
import { fakeClock, settled } from "../support/fake_clock.mjs";
import { fakeDocument } from "../support/fake_document.mjs";

const VASE = { productId: "vase", name: "Glass vase", unitPriceMinor: 5400, currency: "EUR", stock: 0 };
const LAMP = { productId: "lamp", name: "Desk lamp", unitPriceMinor: 4900, currency: "EUR", stock: 3 };
const TITLE = "A shop";

const ended = (orderId, status, reason) => ({
  specversion: "1.0", id: `end-of-${orderId}`, source: "checkout", type: `order.${status.toLowerCase()}`,
  subject: orderId, time: "2030-01-02T03:04:05Z", data: { orderId, status, reason },
});

/** All text of a fake element and what is in it. */
const textOf = (one) => (typeof one === "string" ? one
  : one.children.length > 0 ? one.children.map(textOf).join("") : one.textContent);

/** A buyer's page. `buys(product)` answers the id of what the shop then places, or null. */
function visit(t, buys = () => null) {
  const elements = fakeDocument();
  Object.assign(document, { title: TITLE, querySelector: () => null });
  globalThis.CSS = { escape: (text) => text };
  globalThis.localStorage = { getItem: () => "[]", setItem() {} };
  const [said, bought] = [[], []];
  const orders = createBuyerOrders({
    userId: "ada", parts: fakeClock(), ask: async () => ({}), onEnded() {},
    async buy(product, button) {
      bought.push([product.productId, button]);
      const orderId = await buys(product);
      if (orderId) place(orderId, product);
      return orderId;
    },
    productList: { products: () => [VASE, LAMP], loaded: async () => {} },
    statusLine: { say: (text) => said.push(text) },
  });
  function place(orderId, { productId, unitPriceMinor: amountMinor, currency }) {
    orders.placed({ orderId, status: "PENDING" }, { lines: [{ productId, quantity: 1 }], amountMinor, currency });
  }
  t.after(orders.close);
  return {
    orders, said, bought, place,
    words: () => textOf(elements["correction-words"]),
    writes: () => elements["correction-words"].writes,
    offer: () => (elements["correction-take"].hidden ? null : textOf(elements["correction-take"])),
    isOpen: () => !elements["correction-actions"].hidden,
    take: () => elements["correction-take"].onclick?.(),
    shut: () => elements["correction-close"].onclick(),
    button: () => elements["correction-take"],
  };
}

test("a refunded order says what happened, with the money, once and until it is closed", async (t) => {
  const page = visit(t);
  page.place("ord-1", VASE);
  assert.equal(page.isOpen(), false);
  await page.orders.heard(ended("ord-1", "REFUNDED", "OutOfStock"));
  assert.match(page.words(), /^Refunded: Glass vase\. There was not enough left.*Your payment of €54\.00 went back in full\.$/);
  assert.equal(page.said.at(-1), "", "that it was placed is said no more");
  assert.equal(document.title, "Refunded: see your orders");
  page.orders.draw();
  assert.equal(page.writes(), 1);
  page.shut();
  assert.deepEqual([page.words(), page.isOpen(), document.title], ["", false, TITLE]);
});

test("an order that ends as it was hoped for is no correction", async (t) => {
  const page = visit(t);
  page.place("ord-1", LAMP);
  await page.orders.heard(ended("ord-1", "FINALIZED"));
  assert.equal(page.isOpen(), false);
  assert.match(page.said.at(-1), /^Confirmed: /);
});

test("a declined order is a correction without an offer", async (t) => {
  const page = visit(t);
  page.place("ord-1", VASE);
  await page.orders.heard(ended("ord-1", "DECLINED"));
  assert.match(page.words(), /^Declined: Glass vase\. .*not been charged/);
  assert.equal(page.offer(), null);
});

test("an order that this page never showed is no correction", async (t) => {
  const page = visit(t);
  await page.orders.heard(ended("ord-1", "REFUNDED", "OutOfStock"));
  assert.equal(page.isOpen(), false);
});

test("one press orders what is offered, and only once", async (t) => {
  const page = visit(t, () => "ord-2");
  page.place("ord-1", VASE);
  await page.orders.heard(ended("ord-1", "REFUNDED", "OutOfStock"));
  assert.match(page.offer(), /^Order Desk lamp, €49\.00$/);
  await page.take();
  assert.deepEqual(page.bought, [["lamp", page.button()]]);
  assert.equal(page.isOpen(), false);
  await page.take();
  assert.equal(page.bought.length, 1);
});

test("an offer whose order was not placed stays", async (t) => {
  const page = visit(t, () => null);
  page.place("ord-1", VASE);
  await page.orders.heard(ended("ord-1", "REFUNDED", "OutOfStock"));
  await page.take();
  assert.equal(page.isOpen(), true);
  assert.match(page.offer(), /Desk lamp/);
});

test("of several corrections the newest is shown, with the number of the others", async (t) => {
  const page = visit(t, () => "ord-3");
  for (const orderId of ["ord-1", "ord-2"]) page.place(orderId, VASE);
  await page.orders.heard(ended("ord-1", "DECLINED"));
  await page.orders.heard(ended("ord-2", "REFUNDED", "OutOfStock"));
  assert.match(page.words(), /^Refunded: .* 1 more of your orders changed, too\.$/);
  await page.take();
  assert.match(page.words(), /^Declined: /, "what was seen to gives way to the other");
});

test("the next buyer sees no correction of the last one", async (t) => {
  const page = visit(t);
  page.place("ord-1", VASE);
  await page.orders.heard(ended("ord-1", "REFUNDED", "OutOfStock"));
  page.orders.close();
  await settled();
  assert.deepEqual([page.words(), page.isOpen(), document.title], ["", false, TITLE]);
});
