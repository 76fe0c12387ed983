// An order that stays pending is read, ever more seldom, until its end is known. Reads are counted.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createOrderState } from "../../storefront/order_state.js";
import { readsOf } from "../../storefront/order_texts.js";
import { createPendingReads, FIRST_READ_MS, LAST_READ_MS } from "../../storefront/pending_reads.js";
import { fakeClock, settled } from "../support/fake_clock.mjs";

/** Reads in simulated time: the times of the requests, in seconds. */
function reading(read = async () => {}) {
  const clock = fakeClock();
  const pending = new Set(["ord-1"]);
  const requests = [];
  const reads = createPendingReads({
    read: (orderId) => {
      requests.push(clock.now() / 1000);
      return read(orderId);
    },
    isPending: (orderId) => pending.has(orderId),
    ...clock,
  });
  return { reads, requests, pending, timers: clock.pending, advance: clock.advance };
}

test("a push within seconds costs no request", async () => {
  const { reads, requests, pending, timers, advance } = reading();
  reads.watch("ord-1");
  await advance(FIRST_READ_MS - 1);
  pending.clear();
  reads.ended("ord-1");
  await advance(3_600_000);
  assert.deepEqual([requests, timers()], [[], []]);
});

test("a pending order is read after five seconds, then at doubled waits up to five minutes", async () => {
  const { reads, requests, advance } = reading();
  for (let draw = 0; draw < 9; draw += 1) reads.watch("ord-1"); // each redraw names it again
  await advance(3_600_000);
  assert.deepEqual(requests.slice(0, 8), [5, 15, 35, 75, 155, 315, 615, 915]);
  assert.equal(requests.at(-1) - requests.at(-2), LAST_READ_MS / 1000);
  assert.equal(requests.length, 16);
});

test("a read that fails is tried again, as late as any other", async () => {
  const { reads, requests, advance } = reading(async () => { throw new Error("offline"); });
  reads.watch("ord-1");
  await advance(40_000);
  assert.deepEqual(requests, [5, 15, 35]);
});

test("an end that a read brings is the last read", async () => {
  const made = reading(async () => made.pending.clear());
  made.reads.watch("ord-1");
  await made.advance(3_600_000);
  assert.deepEqual([made.requests, made.timers()], [[5], []]);
});

test("after signing out nothing is read, not even after a read that is on its way", async () => {
  let arrive;
  const { reads, requests, timers, advance } = reading(() => new Promise((done) => (arrive = done)));
  reads.watch("ord-1");
  await advance(FIRST_READ_MS);
  reads.close();
  arrive();
  await settled();
  reads.watch("ord-1");
  await advance(3_600_000);
  assert.deepEqual([requests, timers()], [[5], []]);
});

test("the page says how often it asked, and whether a message came", () => {
  const orders = createOrderState();
  orders.placed({ orderId: "ord-1", status: "PENDING", amountMinor: 5, currency: "EUR" }, { amountMinor: 4 });
  assert.equal(orders.get("ord-1").amountMinor, 5);
  assert.equal(readsOf(orders.get("ord-1")), "");
  orders.read("ord-1");
  assert.match(readsOf(orders.get("ord-1")), /No message has come yet.* once/);
  const twice = orders.read("ord-1");
  assert.match(readsOf({ ...twice, status: "FINALIZED", endedByRead: true }), /Read from the shop.* 2 times/);
  assert.match(readsOf({ ...twice, status: "FINALIZED" }), /Told by a message.* 2 times/);
});
