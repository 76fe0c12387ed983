// A name from the shop has a direction of its own within the page's sentences.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isolated, oneLine, partsOf } from "../../storefront/isolated.js";
import { announcementOf, offerOf, priceQuestionOf, titleOf } from "../../storefront/order_texts.js";

const PRODUCTS = [
  { productId: "mug", name: "كوب", unitPriceMinor: 100, currency: "EUR" },
  { productId: "chair", name: "كرسي", unitPriceMinor: 200, currency: "EUR" },
];
const ORDER = { orderId: "ord-1234567890", status: "PENDING", amountMinor: 5400, currency: "EUR",
  lines: [{ productId: "mug", quantity: 2 }, { productId: "chair", quantity: 7 }] };

/** Fails unless every isolate that is opened is closed, and nothing else changes the direction. */
function balanced(text) {
  assert.doesNotMatch(text.replace(/\u2068[^\u2066-\u2069\u202a-\u202e]*\u2069/g, ""), /[\u2066-\u2069\u202a-\u202e]/);
}

test("the names of an order's goods are isolated, one by one", () => {
  assert.equal(titleOf(ORDER, PRODUCTS), "2 × \u2068كوب\u2069, 7 × \u2068كرسي\u2069");
  assert.match(announcementOf(ORDER, PRODUCTS), /^Order for \u2068كوب\u2069, \u2068كرسي\u2069, \u2068.+\u2069 placed\. Not confirmed yet\.$/);
  assert.equal(announcementOf({ ...ORDER, status: "REFUNDED" }, PRODUCTS), "Refunded: \u2068كوب\u2069, \u2068كرسي\u2069");
  assert.equal(priceQuestionOf(ORDER, ORDER, PRODUCTS).what, titleOf(ORDER, PRODUCTS));
  assert.match(offerOf(PRODUCTS[0]), /^\u2068كوب\u2069, \u2068.*1.*\u2069$/);
});

test("an id is isolated where a product has no name here, and an order's number too", () => {
  assert.equal(titleOf(ORDER, []), "2 × \u2068mug\u2069, 7 × \u2068chair\u2069");
  assert.equal(titleOf({ orderId: "ord-كوبكوب", lines: [] }, []), "Order \u2068كوبكوب\u2069");
});

test("a name cannot break out of its isolate", () => {
  const names = ["\u202ecuM", "\u2067كوب", "a\u2069\u2069b", "\u2068\u2068", "a\nb", "a\u2029b\u2028c", "a\u0085b\u0000",
    "\u2066\u202a\u202b\u202c\u202d\u202e\u2069", "\u001c\u001dx"];
  for (const name of names) {
    const product = { ...PRODUCTS[0], name };
    for (const text of [isolated(name), titleOf(ORDER, [product]), announcementOf(ORDER, [product]), offerOf(product)]) {
      balanced(text);
      assert.doesNotMatch(text, /[\p{Cc}\u2028\u2029]/u, JSON.stringify(text));
    }
  }
  assert.equal(isolated("a\u2069\nb"), "\u2068a b\u2069");
});

test("marks and joiners, which Persian, Hindi and families of emoji need, stay in a name", () => {
  for (const name of ["می\u200cخواهم", "क\u094d\u200dष", "👩\u200d👧", "C\u200e#"]) assert.equal(oneLine(name), name);
});

test("a name that would bury its sentence is cut between letters", () => {
  const long = isolated("🪑".repeat(1000));
  assert.equal([...long].length, 162);
  assert.match(long, /^\u2068(🪑)+…\u2069$/u);
  assert.equal(isolated("a".repeat(160)), `\u2068${"a".repeat(160)}\u2069`);
});

test("a text is parted into what is isolated and what is not", () => {
  assert.deepEqual(partsOf("2 × \u2068كوب\u2069, 7 × \u2068كرسي\u2069"), [
    { text: "2 × ", isolated: false }, { text: "كوب", isolated: true },
    { text: ", 7 × ", isolated: false }, { text: "كرسي", isolated: true },
  ]);
  assert.deepEqual(partsOf("Live"), [{ text: "Live", isolated: false }]);
  assert.deepEqual(partsOf(""), []);
  assert.deepEqual(partsOf("\u2069a\u2068"), [{ text: "\u2069a\u2068", isolated: false }]);
});

test("what is no text is an empty name", () => {
  for (const name of [undefined, null, 7, {}, []]) assert.equal(isolated(name), "\u2068\u2069");
});
