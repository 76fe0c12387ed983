// A wish and its retries are one order, whatever the network does between them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createIdempotencyKeys } from "../../storefront/idempotency_keys.js";

function keys() {
  let made = 0;
  return createIdempotencyKeys(() => `key-${++made}`);
}

test("a retry after no answer is the same order", () => {
  const made = keys();
  assert.equal(made.keyOf("a lamp"), "key-1");
  made.answered("a lamp", undefined);
  assert.equal(made.keyOf("a lamp"), "key-1");
});

test("a retry after a server error is the same order", () => {
  const made = keys();
  made.keyOf("a lamp");
  made.answered("a lamp", 503);
  assert.equal(made.keyOf("a lamp"), "key-1");
});

test("an answer that says nothing about an earlier try leaves the key", () => {
  const made = keys();
  for (const status of [401, 409, 429]) {
    made.keyOf("a lamp");
    made.answered("a lamp", status);
  }
  assert.equal(made.keyOf("a lamp"), "key-1");
});

test("after a definite answer the same wish is a new order", () => {
  const made = keys();
  for (const status of [202, 422]) {
    made.keyOf("a lamp");
    made.answered("a lamp", status);
  }
  assert.equal(made.keyOf("a lamp"), "key-3");
});

test("other wishes have other keys", () => {
  const made = keys();
  assert.notEqual(made.keyOf("a lamp"), made.keyOf("two lamps"));
});
