// The test of a page, as a front-end team writes it: a list of orders that hears how each of them ends.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createFakeServer } from "realtime-notifier-client/testing";

/** The page: it gets `connect` handed in, so that a test can give another one. */
function orderList(connect, { url, token, readOrders }) {
  const orders = new Map();
  const page = { orders, notice: "", connection: connect({ url, token }) };
  page.connection.subscribe("order.finalized", ({ subject }) => orders.set(subject, "Paid"));
  page.connection.subscribe("order.refunded", ({ subject }) => orders.set(subject, "Out of stock: refunded"));
  page.connection.on("state", ({ state }) => {
    page.notice = state === "live" ? "" : "Reconnecting …";
  });
  page.connection.on("incomplete", async () => {
    for (const [id, status] of await readOrders()) orders.set(id, status);
  });
  return page;
}

/** Ada's page, live. */
async function openPage(options = {}) {
  const server = createFakeServer();
  const token = async () => server.token("ada");
  const page = orderList(server.connect, { url: server.url, token, readOrders: async () => [], ...options });
  await server.settled();
  return { server, page, shown: () => Object.fromEntries(page.orders) };
}

const finalized = (subject) => ({ type: "order.finalized", subject, data: { orderId: subject, status: "FINALIZED" } });

test("the list shows how an order ends, without being asked", async () => {
  const { server, page, shown } = await openPage();
  page.orders.set("ord-1", "Placed");

  server.push("ada", { type: "order.refunded", subject: "ord-1", data: { reason: "OutOfStock" } });
  await server.settled();

  assert.deepEqual(shown(), { "ord-1": "Out of stock: refunded" });
});

test("another buyer's order is never shown", async () => {
  const { server, shown } = await openPage();
  server.push("bob", finalized("ord-2"));
  await server.settled();
  assert.deepEqual(shown(), {});
});

test("while the line is down the page says so, and afterwards it has what it missed", async () => {
  const { server, page, shown } = await openPage();
  server.drop("ada");
  await server.settled();
  assert.equal(page.notice, "Reconnecting …");

  server.push("ada", finalized("ord-3"));
  await server.advance(1); // the client tries again after less than a second

  assert.deepEqual([page.notice, shown()], ["", { "ord-3": "Paid" }]);
});

test("where events are lost for good, the page reads the orders from the shop", async () => {
  const { server, shown } = await openPage({ readOrders: async () => [["ord-4", "Paid"]] });
  server.push("ada", finalized("ord-0"));
  await server.settled();
  server.drop("ada");
  server.push("ada", finalized("ord-4"));
  server.forgetEvents("ada"); // the page was away for longer than the replay window
  await server.advance(1);
  assert.deepEqual(shown(), { "ord-0": "Paid", "ord-4": "Paid" });
});

test("a page that is left leaves nothing behind", async () => {
  const { server, page } = await openPage();
  page.connection.close();
  await server.settled();
  assert.deepEqual(server.counts(), { sockets: 0, timers: 0, listeners: 0 });
});
