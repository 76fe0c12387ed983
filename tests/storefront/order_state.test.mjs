// The orders as the page knows them, from answers and events in any order.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createOrderState } from "../../storefront/order_state.js";

const LINES = [{ productId: "vase", quantity: 1 }];
const refunded = { source: "checkout", type: "order.refunded", time: "2026-01-02T10:00:00Z",
  data: { orderId: "ord-1", status: "REFUNDED", reason: "OutOfStock" } };
const answer = (changes) => ({
  orderId: "ord-1", status: "PENDING", lines: LINES, amountMinor: 5400, currency: "EUR",
  createdAt: "2026-01-02T09:59:00Z", ...changes,
});

test("an answer that was on its way does not take back how the order ended, nor why", () => {
  const orders = createOrderState();
  orders.placed({ orderId: "ord-1", status: "PENDING" }, { lines: LINES });
  orders.heard(refunded);
  orders.fetched(answer());
  const [order] = orders.all();
  assert.deepEqual([order.status, order.reason], ["REFUNDED", "OutOfStock"]);
});

test("every field of the shop's answer becomes a field of the order", () => {
  const orders = createOrderState();
  const shown = answer({ updatedAt: "2026-01-02T10:00:00Z", declaredLater: "kept" });
  orders.fetched(shown);
  assert.deepEqual(orders.get("ord-1"), { ...shown, at: new Date("2026-01-02T09:59:00Z") });
});

test("an outcome before the checkout's own answer is kept", () => {
  const orders = createOrderState();
  orders.heard(refunded);
  assert.equal(orders.knows("ord-1"), false);
  orders.placed({ orderId: "ord-1", status: "PENDING" }, { lines: LINES });
  assert.equal(orders.all()[0].status, "REFUNDED");
  assert.equal(orders.knows("ord-1"), true);
});

test("an event that does not end an order changes nothing", () => {
  const orders = createOrderState();
  assert.equal(orders.heard({ data: { orderId: "ord-1", status: "PENDING" } }), null);
  assert.equal(orders.heard({ data: { text: "hello" } }), null);
  assert.deepEqual(orders.all(), []);
});

test("an order that needs attention is asked for until it is resolved", () => {
  const orders = createOrderState();
  const needs = { ...refunded, type: "order.needs_attention", data: { orderId: "ord-1", status: "NEEDS_ATTENTION" } };
  orders.heard(needs);
  assert.deepEqual(orders.attended().map((one) => one.orderId), ["ord-1"]);
  orders.fetched(answer({ status: "NEEDS_ATTENTION", resolvedAs: "REFUNDED" }));
  assert.equal(orders.all()[0].resolvedAs, "REFUNDED");
  assert.deepEqual(orders.attended(), []);
});
