// The sentences that a buyer reads: each says what happened to this order, and no other.

import assert from "node:assert/strict";
import { test } from "node:test";

import { suggestion } from "../../storefront/order_state.js";
import { announcementOf, textsOf, titleOf, whenOf } from "../../storefront/order_texts.js";

const PRODUCTS = [
  { productId: "vase", name: "Glass vase", unitPriceMinor: 5400, stock: 0 },
  { productId: "lamp", name: "Desk lamp", unitPriceMinor: 4900, stock: 3 },
];
const order = (changes) => ({
  orderId: "ord-1234567890", status: "REFUNDED", reason: "OutOfStock",
  lines: [{ productId: "vase", quantity: 1 }], ...changes,
});

test("an order that was out of stock says so, and what else there is", () => {
  const { label, sentence } = textsOf(order());
  assert.equal(label, "Refunded");
  assert.match(sentence, /not enough left/);
  assert.match(sentence, /payment went back in full/);
  assert.equal(suggestion(order(), PRODUCTS).productId, "lamp");
});

test("what is suggested instead has a price in the same currency", () => {
  const priced = PRODUCTS.map((one) => ({ ...one, currency: "EUR" }));
  const dinars = { productId: "cup", name: "Cup", unitPriceMinor: 5400, currency: "IQD", stock: 3 };
  assert.equal(suggestion(order(), [dinars, ...priced]).productId, "lamp");
  assert.equal(suggestion(order({ currency: "EUR" }), [dinars]), null);
});

test("a payment that took too long is not called a lack of stock", () => {
  const late = order({ reason: "PaymentProviderTimeout" });
  assert.match(textsOf(late).sentence, /did not go through in time.*given back/);
  assert.equal(suggestion(late, PRODUCTS), null);
});

test("any other reason, or none, gets a neutral sentence and no suggestion", () => {
  for (const reason of ["ProcessingFailed", "StockConflict", "States.Timeout", "constructor", undefined]) {
    const { sentence } = textsOf(order({ reason }));
    assert.ok(!sentence.includes(String(reason)), "a technical name is no text for a buyer");
    assert.match(sentence, /could not be completed.*went back in full/);
    assert.doesNotMatch(sentence, /stock|enough|in time/);
    assert.equal(suggestion(order({ reason }), PRODUCTS), null);
  }
});

test("the reason changes the sentence of a refunded order only", () => {
  for (const status of ["PENDING", "FINALIZED", "DECLINED", "NEEDS_ATTENTION"]) {
    assert.equal(textsOf(order({ status })).sentence, textsOf(order({ status, reason: undefined })).sentence);
    assert.equal(suggestion(order({ status }), PRODUCTS), null);
  }
});

test("an order that needed attention says once it was put right, and how", () => {
  const attended = order({ status: "NEEDS_ATTENTION" });
  assert.match(textsOf(attended).sentence, /A person is looking/);
  assert.match(textsOf({ ...attended, resolvedAs: "REFUNDED" }).sentence, /put right: your payment went back in full/);
  assert.match(textsOf({ ...attended, resolvedAs: "DECLINED" }).sentence, /put right: the payment was declined.*in full/);
  assert.equal(textsOf({ ...attended, resolvedAs: "REFUNDED" }).label, "Put right");
});

test("a status that the page does not know is shown as it is", () => {
  assert.deepEqual(textsOf({ status: "POSTPONED" }), { label: "POSTPONED", sentence: "" });
});

test("an order is named by what is in it, or by its number", () => {
  const lines = [{ productId: "lamp", quantity: 2 }, { productId: "gone", quantity: 1 }];
  assert.equal(titleOf(order({ lines }), PRODUCTS), "2 × \u2068Desk lamp\u2069, 1 × \u2068gone\u2069");
  assert.equal(titleOf(order({ lines: undefined }), PRODUCTS), "Order \u206812345678\u2069");
});

test("the announcement names what was ordered", () => {
  assert.equal(announcementOf(order(), PRODUCTS), "Refunded: \u2068Glass vase\u2069");
  assert.equal(announcementOf(order({ lines: undefined }), PRODUCTS), "Refunded: order \u206812345678\u2069");
  assert.equal(announcementOf(order({ status: "PENDING" }), PRODUCTS), "Order for \u2068Glass vase\u2069 placed. Not confirmed yet.");
  const placed = order({ status: "PENDING", amountMinor: 5400, currency: "EUR" });
  assert.match(announcementOf(placed, PRODUCTS), /^Order for \u2068Glass vase\u2069, \u2068.*54.*\u2069 placed\. Not confirmed yet\.$/);
});

test("an order of an earlier day shows its date, of an earlier year that too", () => {
  const now = new Date(2026, 10, 24, 21, 30);
  assert.equal(whenOf(new Date(2026, 10, 24, 9, 5), now, "en-GB"), "09:05");
  assert.match(whenOf(new Date(2026, 10, 23, 21, 30), now, "en-GB"), /^23 Nov.* 21:30$/);
  assert.match(whenOf(new Date(2025, 10, 24, 21, 30), now, "en-GB"), /^24 Nov 2025.* 21:30$/);
});
