// A wish and its retries are one order, whatever the network does between them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createIdempotencyKeys, KEPT_MS, MOST_KEPT, randomKey } from "../../storefront/idempotency_keys.js";
import { createPageStorage } from "../../storefront/page_storage.js";
import { memory } from "../support/fake_browser.mjs";
import { fakeClock } from "../support/fake_clock.mjs";

/** `open(user)` opens a tab of that user's, on one browser with one clock. */
function browser(find) {
  const kept = memory();
  const time = fakeClock();
  let made = 0;
  const open = (userId = "ada") => createIdempotencyKeys({
    userId, storage: createPageStorage(find ?? (() => kept)), newKey: () => `key-${++made}`, now: time.now,
  });
  return { open, time, kept };
}

test("a retry after no answer, or after an answer that leaves it open, is the same order", () => {
  const keys = browser().open();
  assert.equal(keys.keyOf("a lamp"), "key-1");
  for (const status of [undefined, 401, 408, 409, 429, 500, 503]) {
    keys.answered("key-1", status);
    assert.equal(keys.keyOf("a lamp"), "key-1", `after ${status}`);
  }
});

test("after a definite answer the same wish is a new order, and nothing stays behind", () => {
  const { open, kept } = browser();
  const keys = open();
  for (const status of [202, 422]) keys.answered(keys.keyOf("a lamp"), status);
  assert.equal(keys.keyOf("a lamp"), "key-3");
  keys.answered("key-3", 202);
  assert.equal(kept.map.get("checkout-keys.ada"), "[]");
});

test("other wishes have other keys", () => {
  const keys = browser().open();
  assert.notEqual(keys.keyOf("a lamp"), keys.keyOf("two lamps"));
});

test("a retry after a reload, or in another tab, is the same order", () => {
  const { open } = browser();
  open().keyOf("a lamp");
  assert.equal(open().keyOf("a lamp"), "key-1");
  open().answered("key-1", 202);
  assert.equal(open().keyOf("a lamp"), "key-2");
});

test("a tab whose answer comes late does not take the key of the other tab's next order", () => {
  const { open } = browser();
  const [one, other] = [open(), open()];
  assert.deepEqual([one.keyOf("a lamp"), other.keyOf("a lamp")], ["key-1", "key-1"]);
  other.answered("key-1", 202);
  assert.equal(other.keyOf("a lamp"), "key-2");
  one.answered("key-1", 202);
  assert.equal(other.keyOf("a lamp"), "key-2");
});

test("two tabs do not lose each other's keys", () => {
  const { open } = browser();
  const [one, other] = [open(), open()];
  one.keyOf("a lamp");
  other.keyOf("a chair");
  assert.deepEqual([open().keyOf("a lamp"), open().keyOf("a chair")], ["key-1", "key-2"]);
});

test("another buyer's same wish is another order", () => {
  const { open } = browser();
  assert.notEqual(open("ada").keyOf("a lamp"), open("grace").keyOf("a lamp"));
});

test("a key waits for a day after its last press, whatever the clock does in between", async () => {
  const { open, time } = browser();
  open().keyOf("a lamp");
  await time.advance(KEPT_MS - 1);
  assert.equal(open().keyOf("a lamp"), "key-1");
  time.set(time.now() - 3_600_000);
  assert.equal(open().keyOf("a lamp"), "key-1");
  await time.advance(KEPT_MS);
  assert.equal(open().keyOf("a lamp"), "key-2");
});

test("the oldest keys go once there are too many", () => {
  const keys = browser().open();
  for (let wish = 0; wish < MOST_KEPT; wish += 1) keys.keyOf(`wish ${wish}`);
  assert.equal(keys.keyOf("wish 0"), "key-1");
  keys.keyOf("one more");
  assert.equal(keys.keyOf("wish 0"), "key-1"); // pressed again: among the newest
  assert.equal(keys.keyOf("wish 1"), `key-${MOST_KEPT + 2}`);
});

test("without site data a retry is the same order as long as the page lives", () => {
  const keys = browser(() => { throw new DOMException("blocked", "SecurityError"); }).open();
  keys.keyOf("a lamp");
  keys.answered("key-1", undefined);
  assert.equal(keys.keyOf("a lamp"), "key-1");
  keys.answered("key-1", 202);
  assert.equal(keys.keyOf("a lamp"), "key-2");
});

test("what else stands in the storage is no key", () => {
  for (const text of ["7", '{"wish":"a lamp"}', '[null,7,{"wish":"a lamp"},{"wish":"a lamp","key":7,"at":1}]']) {
    const { open, kept } = browser();
    kept.map.set("checkout-keys.ada", text);
    assert.equal(open().keyOf("a lamp"), "key-1", text);
  }
});

test("a key is made on a plain-http page, which has no crypto.randomUUID", (t) => {
  const { randomUUID } = crypto;
  crypto.randomUUID = undefined;
  t.after(() => { crypto.randomUUID = randomUUID; });
  assert.match(randomKey(), /^[0-9a-f]{32}$/);
  assert.notEqual(randomKey(), randomKey());
});
