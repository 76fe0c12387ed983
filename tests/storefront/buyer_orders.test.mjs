// An order's end that the page asks for is said and restocks, as one that is pushed does.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createBuyerOrders } from "../../storefront/buyer_orders.js";
import { REPEAT_EVERY_MS } from "../../storefront/failed_look_ups.js";
import { fakeClock, settled } from "../support/fake_clock.mjs";
import { fakeDocument } from "../support/fake_document.mjs";

const ended = { status: "FINALIZED", createdAt: "2030-01-02T03:04:05.678Z", lines: [] };

function shop(answers, remembered = []) {
  const elements = fakeDocument();
  const clock = fakeClock();
  globalThis.localStorage = { getItem: () => JSON.stringify(remembered), setItem() {} };
  const [said, failed, asked] = [[], [], []];
  let restocks = 0;
  let isTakenBack = false;
  const orders = createBuyerOrders({
    userId: "ada",
    ask: async (orderId) => {
      asked.push(orderId);
      if (answers[orderId] instanceof Error) throw answers[orderId];
      return { orderId, ...answers[orderId] };
    },
    onEnded: () => { restocks += 1; },
    productList: { products: () => [], loaded: async () => {} },
    statusLine: {
      say(text, isFault) {
        (isFault ? failed : said).push(text);
        isTakenBack = false;
        return () => { isTakenBack = true; };
      },
    },
    parts: clock,
  });
  const placed = (...orderIds) => {
    for (const orderId of orderIds) orders.placed({ orderId, status: "PENDING" }, { lines: [] });
    said.length = 0;
  };
  return {
    orders, said, failed, asked, placed, clock,
    restocks: () => restocks,
    isTakenBack: () => isTakenBack,
    shown: () => elements.orders.children,
  };
}

test("the end of a pending order that recall finds is said and restocks, once", async (t) => {
  const { orders, said, placed, restocks } = shop({ "ord-a": ended });
  t.after(orders.close);
  placed("ord-a");
  await orders.recall();
  assert.equal(said.length, 1);
  assert.match(said[0], /^Confirmed: /);
  assert.equal(restocks(), 1);
  await orders.recall();
  assert.equal(said.length, 1);
  assert.equal(restocks(), 1);
});

test("several ends found at once restock once", async (t) => {
  const { orders, said, placed, restocks } = shop({ "ord-a": ended, "ord-b": ended });
  t.after(orders.close);
  placed("ord-a", "ord-b");
  await orders.recall();
  assert.equal(said.length, 2);
  assert.equal(restocks(), 1);
});

test("an end that recall found is not said again when it is pushed", async (t) => {
  const { orders, said, placed } = shop({ "ord-a": ended });
  t.after(orders.close);
  placed("ord-a");
  await orders.recall();
  await orders.heard({
    source: "checkout", type: "order.finalized", subject: "ord-a", time: ended.createdAt,
    data: { orderId: "ord-a", status: "FINALIZED" },
  });
  assert.equal(said.length, 1);
});

test("a failed lookup is told, and the end that another one found is said after it", async (t) => {
  const { orders, said, failed, placed } = shop({ "ord-a": ended, "ord-b": new Error("no network") });
  t.after(orders.close);
  placed("ord-a", "ord-b");
  await orders.recall();
  assert.deepEqual(failed, ["Some orders could not be looked up. no network"]);
  assert.equal(said.length, 1);
});

test("an end of an earlier visit is shown and not said", async (t) => {
  const { orders, said, restocks, shown } = shop({ "ord-old": ended }, ["ord-old"]);
  t.after(orders.close);
  await orders.recall();
  assert.equal(shown().length, 1);
  assert.equal(said.length, 0);
  assert.equal(restocks(), 0);
});

test("an order that is still pending is not said", async (t) => {
  const { orders, said, placed, restocks } = shop({ "ord-a": { ...ended, status: "PENDING" } });
  t.after(orders.close);
  placed("ord-a");
  await orders.recall();
  assert.equal(said.length, 0);
  assert.equal(restocks(), 0);
});

test("an answer that cannot be read ends no order, and is not said", async (t) => {
  t.mock.method(console, "error", () => {});
  const { orders, said, placed, restocks } = shop({ "ord-a": { ...ended, status: { toString: 1 } } });
  t.after(orders.close);
  placed("ord-a");
  await orders.recall();
  assert.equal(said.length, 0);
  assert.equal(restocks(), 0);
});

const EARLIER = /^This is your earlier order for .*, whose answer was lost\. Nothing was ordered again: press Checkout once more/;
const timeOf = (item) => item.children.flatMap((one) => one.children ?? []).find((one) => one.dateTime)?.dateTime;

test("a press that the shop takes for an earlier order is told so, with the time of that order", async (t) => {
  const cases = {
    "known, ended": { status: "FINALIZED", isKnown: true },
    "known, ended, answered as pending": { status: "PENDING", isKnown: true },
    "not known, ended": { status: "FINALIZED", isKnown: false },
  };
  for (const [name, { status, isKnown }] of Object.entries(cases)) {
    const { orders, said, shown, asked } = shop({ "ord-a": ended });
    t.after(orders.close);
    orders.placed({ orderId: "ord-a", status }, { lines: [{ productId: "vase", quantity: 1 }] }, isKnown);
    await settled();
    assert.equal(said.length, 1, name);
    assert.match(said[0], EARLIER, name);
    assert.deepEqual(asked, ["ord-a"], name);
    assert.equal(timeOf(shown()[0]), ended.createdAt, name);
  }
});

test("the later end of an earlier order that was pending is said", async (t) => {
  const { orders, said } = shop({ "ord-a": { ...ended, status: "PENDING" } });
  t.after(orders.close);
  orders.placed({ orderId: "ord-a", status: "PENDING" }, { lines: [] }, true);
  await settled();
  await orders.heard(pushed("ord-a"));
  assert.match(said.at(-1), /^Confirmed/);
});

test("a press whose order ends before its answer is told how it ended", async (t) => {
  const { orders, said, asked } = shop({ "ord-a": ended });
  t.after(orders.close);
  const known = orders.known();
  await orders.heard(pushed("ord-a"));
  asked.length = 0;
  orders.placed({ orderId: "ord-a", status: "PENDING" }, { lines: [] }, known.has("ord-a"));
  assert.match(said.at(-1), /^Confirmed/);
  assert.deepEqual(asked, []);
});

const pushed = (orderId, more = {}) => ({
  source: "checkout", type: "order.finalized", subject: orderId, time: ended.createdAt,
  data: { orderId, status: "FINALIZED" }, ...more,
});

test("an end whose event has no subject is said", async (t) => {
  const { orders, said, placed } = shop({});
  t.after(orders.close);
  placed("ord-a");
  await orders.heard(pushed("ord-a", { subject: undefined }));
  assert.equal(said.length, 1);
});

test("look-ups that failed are repeated once the shop answers, and then their message is taken back", async (t) => {
  const answers = { "ord-a": ended, "ord-b": new Error("no network"), "ord-c": new Error("no network") };
  const { orders, failed, asked, clock, shown, isTakenBack } = shop(answers, ["ord-a", "ord-b", "ord-c"]);
  t.after(orders.close);
  await orders.recall();
  assert.equal(shown().length, 1);
  asked.length = 0;
  answers["ord-b"] = ended;
  orders.recallUnanswered();
  orders.recallUnanswered();
  await settled();
  assert.deepEqual([asked, shown().length, failed.length, isTakenBack()], [["ord-b", "ord-c"], 2, 1, false]);
  answers["ord-c"] = ended;
  await clock.advance(REPEAT_EVERY_MS - 1);
  orders.recallUnanswered();
  await clock.advance(1);
  orders.recallUnanswered();
  await settled();
  assert.deepEqual([asked.slice(2), shown().length, isTakenBack()], [["ord-c"], 3, true]);
  await clock.advance(REPEAT_EVERY_MS);
  orders.recallUnanswered();
  assert.equal(asked.length, 3);
});

test("an order that the shop does not know is not asked for again", async (t) => {
  const { orders, failed, asked } = shop({ "ord-a": Object.assign(new Error("gone"), { status: 404 }) }, ["ord-a"]);
  t.after(orders.close);
  await orders.recall();
  orders.recallUnanswered();
  assert.deepEqual([failed, asked], [[], ["ord-a"]]);
});
