// An order's end that the page asks for is said and restocks, as one that is pushed does.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createBuyerOrders } from "../../storefront/buyer_orders.js";
import { fakeDocument } from "../support/fake_document.mjs";

const ended = { status: "FINALIZED", createdAt: "2030-01-02T03:04:05.678Z", lines: [] };

function shop(answers, remembered = []) {
  const elements = fakeDocument();
  globalThis.localStorage = { getItem: () => JSON.stringify(remembered), setItem() {} };
  const [said, failed] = [[], []];
  let restocks = 0;
  const orders = createBuyerOrders({
    userId: "ada",
    ask: async (orderId) => {
      if (answers[orderId] instanceof Error) throw answers[orderId];
      return { orderId, ...answers[orderId] };
    },
    onEnded: () => { restocks += 1; },
    productList: { products: () => [], loaded: async () => {} },
    statusLine: { say: (text, isFault) => (isFault ? failed : said).push(text) },
  });
  const placed = (...orderIds) => {
    for (const orderId of orderIds) orders.placed({ orderId, status: "PENDING" }, { lines: [] });
    said.length = 0;
  };
  return {
    orders, said, failed, placed,
    restocks: () => restocks,
    shown: () => elements.orders.children,
  };
}

test("the end of a pending order that recall finds is said and restocks, once", async (t) => {
  const { orders, said, placed, restocks } = shop({ "ord-a": ended });
  t.after(orders.close);
  placed("ord-a");
  await orders.recall();
  assert.equal(said.length, 1);
  assert.match(said[0], /^Finalized: /);
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
