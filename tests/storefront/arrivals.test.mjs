// The panel shows what really arrived and what was really asked since the page was loaded, also before it was
// opened, and takes whatever a server sends as text.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createApi } from "../../storefront/api.js";
import { createArrivals, MOST_EVENTS } from "../../storefront/arrivals.js";
import { createArrivalsPanel } from "../../storefront/arrivals_panel.js";
import { fakeDocument } from "../support/fake_document.mjs";

const EVENT = {
  specversion: "1.0", id: "e1", source: "checkout", type: "order.finalized", sequence: "00000000000000000007",
  data: { orderId: "ord-1", status: "FINALIZED" },
};
const SHOP = { httpUrl: "https://shop.example/orders/stage" };
const tokens = { current: async () => "t" };

function recorder() {
  const arrivals = createArrivals({ onChange() {}, now: () => new Date(0) });
  const its = connection();
  arrivals.watch(its);
  return { ...arrivals, event: its.bring, become: its.become };
}

/** A connection of the client, and what it brings. */
function connection() {
  const [told, heard] = [[], []];
  return {
    state: "connecting", code: "connecting", reason: "A first attempt.",
    on: (name, listener) => name === "state" && told.push(listener),
    subscribe: (listener) => heard.push(listener),
    become(change) {
      for (const listener of told) listener(change);
    },
    bring(event) {
      for (const listener of heard) listener(event);
    },
  };
}

/** The page's own way to the shop. */
function shop(t) {
  t.mock.method(globalThis, "fetch", async (_, { method = "GET" } = {}) => Response.json(
    method === "POST" ? { orderId: "ord-1", status: "PENDING" } : { orderId: "ord-1", status: "PENDING", products: [] }));
  return createApi(SHOP, { tokens });
}

test("a status read is counted when the page asks, and nothing else is taken for one", async (t) => {
  const { record } = recorder();
  const api = shop(t);
  assert.deepEqual([record().reads, record().requests], [0, 0]);
  await api.products();
  await api.checkout({ lines: [] }, "key");
  assert.deepEqual([record().reads, record().requests], [0, 2]);
  await api.order("ord-1");
  assert.deepEqual([record().reads, record().requests], [1, 3]);
});

test("what came before the panel is opened is there when it is, and while it is closed nothing is shown", async (t) => {
  const elements = fakeDocument();
  const panel = createArrivalsPanel("");
  const its = connection();
  panel.watch(its);
  its.bring(EVENT);
  await shop(t).order("ord-1");
  assert.deepEqual([elements.arrivals.hidden, elements["arrivals-events"].children], [true, []]);
  elements["arrivals-toggle"].fire("click");
  const shown = () => [elements.arrivals.hidden, elements["arrivals-events"].children.length, elements["arrivals-reads"].textContent];
  assert.deepEqual(shown(), [false, 1, 1]);
  elements["arrivals-toggle"].fire("click");
  its.bring({ ...EVENT, sequence: "8" });
  assert.deepEqual([elements.arrivals.hidden, elements["arrivals-events"].children.length], [true, 1]);
  elements["arrivals-toggle"].fire("click");
  assert.deepEqual(shown(), [false, 2, 1]);
});

test("before anybody has signed in there is no connection yet", () => {
  const elements = fakeDocument();
  const panel = createArrivalsPanel("?events");
  assert.equal(elements["arrivals-state"].textContent, "no connection yet");
  const its = connection();
  panel.watch(its);
  assert.equal(elements["arrivals-state"].textContent, "connecting");
  its.become({ state: "closed", code: "closed-by-page", reason: "The page called close()." });
  assert.equal(elements["arrivals-state"].textContent, "closed · closed-by-page");
});

test("an event is kept with its type, its sequence as a number, and its data", () => {
  const { event, record } = recorder();
  event(EVENT);
  const [{ type, sequence, data, at }] = record().events;
  assert.deepEqual([type, sequence, at.getTime()], ["order.finalized", "7", 0]);
  assert.equal(data, '{ "orderId": "ord-1", "status": "FINALIZED" }');
});

test("a connection that is closed takes its events along: the next buyer sees none", () => {
  const page = recorder();
  page.event(EVENT);
  page.become({ state: "reconnecting", code: "connection-lost", reason: "It ended." });
  assert.equal(page.record().events.length, 1);
  page.become({ state: "closed", code: "closed-by-page", reason: "The page called close()." });
  assert.deepEqual(page.record().events, []);
});

test("only the newest events are kept", () => {
  const { event, record } = recorder();
  for (let number = 1; number <= MOST_EVENTS + 5; number += 1) event({ ...EVENT, sequence: String(number) });
  assert.equal(record().events.length, MOST_EVENTS);
  assert.equal(record().events[0].sequence, String(MOST_EVENTS + 5));
});

test("whatever a server sends is shown as text of one direction, and not at any length", () => {
  const { event, record } = recorder();
  const hostile = [
    { type: "<img src=x onerror=alert(1)>\u202e\n", sequence: "0", data: "\u2067</code>\u0000" },
    { type: 7, sequence: {}, data: undefined }, { type: null, data: "x".repeat(10_000) }, null, "text", [],
  ];
  for (const one of hostile) event(one);
  const [, , , long, , first] = record().events;
  assert.deepEqual([first.type, first.sequence], ["<img src=x onerror=alert(1)>", "0"]);
  assert.doesNotMatch(first.data, /[\u202a-\u202e\u2066-\u2069]/);
  assert.ok(long.data.length < 1_000);
  assert.equal(record().events.length, hostile.length);
});

/** The texts of a fake element and of all that is in it. */
const textsOf = (one) => (typeof one === "string" ? [one] : one.children.flatMap(textsOf));

test("the panel is off, unless the address asks for it, and shows the counted numbers", async (t) => {
  for (const [search, isOff] of [["", true], ["?event", true], ["?events", false], ["?a=1&events=", false]]) {
    const elements = fakeDocument();
    createArrivalsPanel(search);
    assert.equal(elements.arrivals?.hidden ?? true, isOff, search);
  }
  const elements = fakeDocument();
  const panel = createArrivalsPanel("?events");
  await shop(t).order("ord-1");
  const its = connection();
  panel.watch(its);
  its.bring({ ...EVENT, type: "<b>" });
  its.become({ state: "live", code: "live", reason: "It answers." });
  assert.equal(elements["arrivals-reads"].textContent, 1);
  const [shown] = elements["arrivals-events"].children;
  assert.ok(textsOf(shown).includes("<b>"));
  assert.deepEqual([elements["arrivals-state"].textContent, elements["arrivals-reason"].textContent], ["live", "It answers."]);
});
