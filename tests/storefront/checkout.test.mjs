// An order is charged what the page showed, or the buyer was asked.

import assert from "node:assert/strict";
import { test } from "node:test";

import { AmountChanged, createApi, MOST_PRODUCT_PAGES } from "../../storefront/api.js";
import { placeOrder } from "../../storefront/checkout.js";
import { createIdempotencyKeys } from "../../storefront/idempotency_keys.js";
import { priceQuestionOf } from "../../storefront/order_texts.js";
import { createPageStorage } from "../../storefront/page_storage.js";
import { memory } from "../support/fake_browser.mjs";
import { failure, withFetch } from "../support/fake_fetch.mjs";

const CONFIG = { httpUrl: "http://shop/" };
const TOKENS = { current: async () => "t", insteadOf: async () => null };
const ORDER = { lines: [{ productId: "vase", quantity: 2 }] };
const PLACED = { orderId: "ord-1", status: "PENDING", amountMinor: 12000, currency: "EUR" };
const problem = (status, body, headers = {}) =>
  Response.json(body, { status, headers: { "Content-Type": "application/problem+json", ...headers } });
const changed = (amountMinor) => problem(409, {
  code: "amount-changed", title: "Another amount", detail: "amount-changed: 10800 is 12000 now.",
  shownAmountMinor: 10800, amountMinor, currency: "EUR",
});

/** Places an order against answers in turn; what was sent, and what was asked. */
async function placing(answers, take = () => true) {
  const sent = [];
  const asked = [];
  let made = 0;
  const kept = memory();
  const keys = createIdempotencyKeys({
    userId: "ada", storage: createPageStorage(() => kept), newKey: () => `key-${++made}`,
  });
  const place = () => withFetch(async (_, { body, headers }) => {
    sent.push([headers["Idempotency-Key"], JSON.parse(body).amountMinor, JSON.parse(body).currency]);
    return answers.shift();
  }, () => placeOrder({
    api: createApi(CONFIG, { tokens: TOKENS }), keys, order: ORDER,
    amountMinor: 10800, currency: "EUR",
    confirmAmount: async (error) => asked.push(error.amountMinor) && take(),
  }));
  return { sent, asked, place };
}

test("a checkout carries the amount and the currency that were shown", async () => {
  const { sent, asked, place } = await placing([Response.json(PLACED, { status: 202 })]);
  const { placed, details } = await place();
  assert.deepEqual(sent, [["key-1", 10800, "EUR"]]);
  assert.deepEqual([placed, details.amountMinor, asked], [PLACED, 10800, []]);
});

test("another amount is asked about, and ordered under the same key once it was taken", async () => {
  const { sent, asked, place } = await placing([changed(12000), Response.json(PLACED, { status: 202 })]);
  assert.equal((await place()).details.amountMinor, 12000);
  assert.deepEqual([sent.map(([key, amount]) => [key, amount]), asked],
    [[["key-1", 10800], ["key-1", 12000]], [12000]]);
});

test("an amount that changes again is asked about again", async () => {
  const { asked, place } = await placing([changed(12000), changed(13000), Response.json(PLACED)]);
  await place();
  assert.deepEqual(asked, [12000, 13000]);
});

test("a buyer who does not take the new amount has ordered nothing", async () => {
  const { sent, place } = await placing([changed(12000)], () => false);
  assert.equal(await place(), null);
  assert.equal(sent.length, 1);
});

test("a retry whose first answer was lost is the same order, whatever answers it first", async () => {
  for (const status of [401, 429, 503]) {
    const { sent, place } = await placing([problem(status, {}), Response.json(PLACED, { status: 202 })]);
    await failure(place);
    await place();
    assert.deepEqual(sent.map(([key]) => key), ["key-1", "key-1"], `after ${status}`);
  }
});

test("the question names both amounts and what is ordered", () => {
  const facts = new AmountChanged({ shownAmountMinor: 10800, amountMinor: 12000, currency: "EUR" }, 409);
  const { title, what, shown, now } = priceQuestionOf(facts, ORDER, [{ productId: "vase", name: "Glass vase" }]);
  assert.equal(title, "The price has gone up");
  assert.equal(what, "2 × \u2068Glass vase\u2069");
  assert.match(shown, /108/);
  assert.match(now, /120/);
});

test("too many requests say how long to wait", async () => {
  const api = createApi(CONFIG, { tokens: TOKENS });
  const sentence = async (answer) => (await withFetch(async () => answer, () => failure(() => api.checkout(ORDER, "k")))).message;
  const body = { code: "too-many-checkouts", title: "Too many", detail: "At most 10 a minute." };
  assert.match(await sentence(problem(429, body, { "Retry-After": "12" })), /try again in 12 seconds\.$/);
  assert.match(await sentence(problem(429, body, { "Retry-After": "1" })), /in 1 second\.$/);
  assert.match(await sentence(problem(429, body, { "Retry-After": "600" })), /in 10 minutes\.$/);
  assert.equal(await sentence(problem(429, body)), "At most 10 a minute.");
  assert.match(await sentence(Response.json({ message: "Too Many Requests" }, { status: 429 })), /busy/);
  const busy = problem(503, { detail: "The shop is busy." }, { "Retry-After": "2" });
  assert.equal(await sentence(busy), "The shop is busy. Please try again in 2 seconds.");
});

test("an answer that says nothing of itself is told as what its status means", async () => {
  const bare = (status) => Response.json({ message: "for programs" }, { status });
  const said = {};
  for (const status of [403, 500, 502, 503]) {
    const { place } = await placing([bare(status)]);
    said[status] = (await failure(place)).message;
  }
  assert.equal(said[403], "The shop refused this. It answered 403.");
  for (const status of [500, 502, 503]) assert.match(said[status], /^Something went wrong at the shop/);
});

test("products come page by page, and a list without end ends", async () => {
  const asked = [];
  const page = (url) => {
    asked.push(url);
    const after = new URL(url).searchParams.get("after");
    return Response.json(after === "b&c" ? { products: [3] } : { products: [1, 2], next: "b&c" });
  };
  const api = createApi(CONFIG);
  assert.deepEqual(await withFetch(async (url) => page(url), () => api.products()), [1, 2, 3]);
  assert.deepEqual(asked, ["http://shop/products", "http://shop/products?after=b%26c"]);
  const cached = [];
  const keep = async (_, { cache }) => cached.push(cache) && Response.json({ products: [] });
  await withFetch(keep, () => api.products());
  await withFetch(keep, () => api.products({ fresh: true }));
  assert.deepEqual(cached, [undefined, "no-cache"]);
  const endless = async () => Response.json({ products: [1], next: "a" });
  assert.equal((await withFetch(endless, () => api.products())).length, MOST_PRODUCT_PAGES);
});
