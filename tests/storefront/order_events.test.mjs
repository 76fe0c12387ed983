// Only the saga's own events end an order, and what is wrong in one of them changes nothing else.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createOrderState } from "../../storefront/order_state.js";

const AT = "2026-01-02T10:00:00.000Z";
const event = (changes = {}, data = {}) => ({
  specversion: "1.0", id: "ord-1:FINALIZED", source: "checkout", type: "order.finalized", subject: "ord-1",
  time: AT, ...changes, data: data && { orderId: "ord-1", status: "FINALIZED", ...data },
});

/** The order after the event, and the fields that a developer was told of. */
function hearing(one) {
  const told = [];
  const orders = createOrderState((text) => told.push(text.match(/wrong (\w+):$/)[1]));
  const heard = orders.heard(one);
  assert.deepEqual(orders.all(), heard ? [heard] : []);
  return { heard, told };
}

test("an event of another source or type ends no order, whatever it holds, and is no fault", () => {
  const others = [
    { id: "p", source: "loyalty", type: "points.booked", data: { orderId: "ord-1", status: "FINALIZED" } },
    event({ source: "loyalty" }), event({ source: undefined }), event({ source: ["checkout"] }),
    event({ type: "points.booked" }), event({ type: undefined }), event({ type: "order.FINALIZED" }),
    event({ type: "order.constructor" }), event({ type: "constructor" }), event({ type: ["order.finalized"] }),
    event({ type: "order.pending" }, { status: "PENDING" }), {}, null, undefined,
  ];
  for (const one of others) assert.deepEqual(hearing(one), { heard: null, told: [] }, JSON.stringify(one));
});

test("a status that is not its type's ends no order", () => {
  for (const status of ["REFUNDED", "PENDING", "constructor", "__proto__", "", null, 7, {}, ["FINALIZED"]]) {
    assert.deepEqual(hearing(event({}, { status })), { heard: null, told: ["status"] }, String(status));
  }
});

test("an order id that is no text, or not the subject's, ends no order", () => {
  for (const orderId of [7, {}, [], "", " ", null, true, "ord-2", ["ord-1"], { toString: 1 }]) {
    assert.deepEqual(hearing(event({}, { orderId })), { heard: null, told: ["orderId"] }, JSON.stringify(orderId));
  }
  assert.deepEqual(hearing(event({}, null)), { heard: null, told: ["orderId"] });
  assert.deepEqual(hearing({ ...event(), data: "ord-1" }), { heard: null, told: ["orderId"] });
  assert.equal(hearing(event({ subject: undefined })).heard.status, "FINALIZED", "a subject is optional");
});

test("an event without a time, or with one that is none, ends the order now", () => {
  const before = Date.now();
  for (const [time, told] of [[undefined, []], [null, []], ["soon", ["time"]], [7, ["time"]], [{}, ["time"]]]) {
    const { heard, ...rest } = hearing(event({ time }));
    assert.equal(heard.status, "FINALIZED");
    assert.ok(heard.at >= before && heard.at <= Date.now(), String(time));
    assert.deepEqual(rest, { told });
  }
  assert.deepEqual(hearing(event()).heard.at, new Date(AT));
});

test("a reason that is no text is none", () => {
  for (const reason of [7, {}, ["OutOfStock"], true, ""]) {
    const { heard, told } = hearing(event({ type: "order.refunded" }, { status: "REFUNDED", reason }));
    assert.deepEqual([heard.status, heard.reason, told], ["REFUNDED", undefined, ["reason"]]);
  }
});

test("a wrong field of an event that is sent again is told once", (t) => {
  const told = t.mock.method(console, "error", () => {});
  const orders = createOrderState();
  for (const _ of [1, 2, 3]) orders.heard(event({}, { orderId: 7 }));
  assert.equal(told.mock.callCount(), 1);
});

test("an answer with an order is shown without the fields that are wrong", () => {
  const right = { orderId: "ord-1", status: "PENDING", createdAt: AT, amountMinor: 5400, currency: "EUR",
    lines: [{ productId: "vase", quantity: 1 }] };
  const wrong = {
    lines: [7, "x", {}, [null], [{}], [{ productId: 7, quantity: 1 }], [{ productId: "vase", quantity: "1" }]],
    amountMinor: ["5400", 1.5, 1e300, {}], currency: ["EURO", 7, {}], reason: [7, {}, ""], resolvedAs: [7, []],
    createdAt: ["soon", 7, {}],
  };
  for (const [field, values] of Object.entries(wrong)) {
    for (const value of values) {
      const told = [];
      const order = createOrderState((text) => told.push(text)).fetched({ ...right, [field]: value });
      const { [field]: _, at: __, ...others } = right;
      const { at, ...shown } = order;
      assert.deepEqual(shown, others, `${field} ${JSON.stringify(value)}`);
      assert.ok(!Number.isNaN(at.getTime()));
      assert.deepEqual(told, [`The answer with an order has a wrong ${field}:`]);
    }
  }
});

test("an answer that is no order changes no order, and never those of the page's own fields", () => {
  for (const answer of [null, undefined, 7, "x", [], {}, { orderId: "ord-1" }, { orderId: 7, status: "PENDING" },
    { orderId: "ord-1", status: {} }]) {
    const orders = createOrderState(() => {});
    assert.equal(orders.fetched(answer), null);
    assert.throws(() => orders.placed(answer, {}), /may have been placed. Please reload/);
    assert.deepEqual(orders.all(), []);
  }
  const { at, reads } = createOrderState().fetched({ orderId: "o", status: "PENDING", at: "x", reads: {} });
  assert.ok(at instanceof Date);
  assert.equal(reads, undefined);
});
