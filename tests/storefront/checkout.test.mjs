// An order is charged what the page showed, or the buyer was asked.

import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "node:util";

import { AmountChanged, createApi, MOST_PRODUCT_PAGES } from "../../storefront/api.js";
import { placeOrder } from "../../storefront/checkout.js";
import { createIdempotencyKeys } from "../../storefront/idempotency_keys.js";
import { priceQuestionOf } from "../../storefront/order_texts.js";
import { createPageStorage } from "../../storefront/page_storage.js";
import { PROBLEMS } from "../../storefront/problem_texts.js";
import { memory } from "../support/fake_browser.mjs";
import { failure, withFetch } from "../support/fake_fetch.mjs";

const CONFIG = { httpUrl: "http://shop/" };
const TOKENS = { current: async () => "t", insteadOf: async () => null };
const ORDER = { lines: [{ productId: "vase", quantity: 2 }] };
const PLACED = { orderId: "ord-1", status: "PENDING", amountMinor: 12000, currency: "EUR" };
/** Words of programs, and numbers such as a status. */
const JARGON = /idempotency|json|key|code|lines|header|http|api|token|field|minor|[0-9]{3}|[_{}[\]]/i;
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

/** The sentence for an answer, and what a developer reads of it. */
async function refusedBy(t, answer) {
  const told = [];
  const { mock } = t.mock.method(console, "warn", (...words) => told.push(format(...words)));
  const api = createApi(CONFIG, { tokens: TOKENS });
  const { message } = await withFetch(async () => answer, () => failure(() => api.checkout(ORDER, "k")));
  mock.restore();
  return { message, told };
}

test("too many requests say how long to wait", async (t) => {
  const sentence = async (answer) => (await refusedBy(t, answer)).message;
  const body = { code: "too-many-checkouts", title: "Too many", detail: "At most 10 a minute." };
  const many = "You have placed many orders within a minute, and this one was not placed. Please try again in";
  assert.equal(await sentence(problem(429, body, { "Retry-After": "12" })), `${many} 12 seconds.`);
  assert.equal(await sentence(problem(429, body, { "Retry-After": "1" })), `${many} 1 second.`);
  assert.equal(await sentence(problem(429, body, { "Retry-After": "600" })), `${many} 10 minutes.`);
  assert.equal(await sentence(problem(429, body)), `${many} a moment.`);
  assert.match(await sentence(Response.json({ message: "Too Many Requests" }, { status: 429 })), /busy/);
  const busy = problem(503, { code: "temporarily-unavailable", detail: "Repeat." }, { "Retry-After": "2" });
  assert.equal(await sentence(busy), "The shop could not answer in time. Please try again in 2 seconds.");
  const odd = problem(422, { code: "a-code-of-later" }, { "Retry-After": "2" });
  assert.match(await sentence(odd), /^The shop refused this\. .* Please try again in 2 seconds\.$/);
});

test("an answer that says nothing of itself is told as what its status means", async (t) => {
  const bare = (status) => Response.json({ message: "for programs" }, { status });
  const { message } = await refusedBy(t, bare(403));
  assert.equal(message, "The shop refused this. Please reload this page; if that does not help, tell the shop.");
  for (const status of [500, 502, 503]) {
    assert.match((await refusedBy(t, bare(status))).message, /^Something went wrong at the shop/);
  }
});

test("no buyer reads what the shop says to programs, and a developer reads it in one line", async (t) => {
  const detail = "Repeat with the same Idempotency-Key: lines[0].quantity must be JSON.";
  for (const code of [...PROBLEMS, "a-code-of-later", "constructor", 7, { toString: 1 }, undefined]) {
    for (const status of [400, 422, 429, 500, 503]) {
      const { message, told } = await refusedBy(t, problem(status, { code, title: "Unprocessable", detail }));
      assert.doesNotMatch(message, JARGON);
      assert.ok(told.length === 1 && told[0].includes(detail) && told[0].includes(status), told.join("\n"));
    }
  }
  const { told } = await refusedBy(t, Response.json({ message: "Forbidden" }, { status: 403 }));
  assert.match(told.join(), /POST http:\/\/shop\/checkout.*403.*Forbidden/);
});

test("an amount that no number holds exactly is refused in words", async (t) => {
  for (const code of ["invalid-amount-minor", "amount-too-large"]) {
    const { message } = await refusedBy(t, problem(422, { code, detail: "amountMinor must be a whole number from 0 to 9007199254740991." }));
    assert.equal(message, "This order is too large for the shop. Nothing was ordered: please choose fewer at once.");
  }
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
