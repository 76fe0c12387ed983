// One wish is one order, whatever the network does between the tries.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createIdempotencyKeys } from "../../storefront/idempotency_keys.js";

function keys() {
  let made = 0;
  return createIdempotencyKeys(() => `key-${++made}`);
}

test("a try again after no answer is the same order", () => {
  const made = keys();
  assert.equal(made.keyOf("a lamp"), "key-1");
  made.answered("a lamp", undefined);
  assert.equal(made.keyOf("a lamp"), "key-1");
});

test("a try again after a fault of the shop is the same order", () => {
  const made = keys();
  made.keyOf("a lamp");
  made.answered("a lamp", 503);
  assert.equal(made.keyOf("a lamp"), "key-1");
});

test("after a clear answer the same wish is a new order", () => {
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
