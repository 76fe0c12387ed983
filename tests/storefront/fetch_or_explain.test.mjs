// A missing answer becomes a sentence, which disappears when it is no longer true.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createApi } from "../../storefront/api.js";
import { signIn } from "../../storefront/auth.js";
import { Unreachable } from "../../storefront/fetch_or_explain.js";
import { createStatusLine } from "../../storefront/status_line.js";
import { failure, withFetch } from "../support/fake_fetch.mjs";

const CONFIG = { httpUrl: "http://shop", cognitoEndpoint: "http://people", userPoolClientId: "c" };

const noNetwork = async () => { throw new TypeError("Failed to fetch"); };

function statusLine() {
  const element = { textContent: "", classList: { toggle() {} } };
  return { element, ...createStatusLine(element) };
}

test("an identity provider that cannot be reached becomes a sentence", async () => {
  const error = await withFetch(noNetwork, () => failure(() => signIn(CONFIG, "ada@example.com", "x")));
  assert.ok(error instanceof Unreachable);
  assert.match(error.message, /^Signing in cannot be reached .*\.$/);
});

test("after a checkout without an answer the page does not say whether the order was placed", async () => {
  const api = createApi(CONFIG, async () => "t");
  const error = await withFetch(noNetwork, () => failure(() => api.checkout({ lines: [] }, "key")));
  assert.ok(error instanceof Unreachable);
  assert.equal(error.status, undefined);
});

test("an error of the shop stays; the message that the shop cannot be reached goes when it answers", async () => {
  const { element, fail, reached } = statusLine();
  fail(new Error("The currency is another one."));
  reached();
  assert.equal(element.textContent, "The currency is another one.");
  fail(new Unreachable("The shop cannot be reached."));
  reached();
  assert.equal(element.textContent, "");
});

test("a later message stays when the shop answers", () => {
  const { element, fail, say, reached } = statusLine();
  fail(new Unreachable("The shop cannot be reached."));
  say("Refunded: Glass vase");
  reached();
  assert.equal(element.textContent, "Refunded: Glass vase");
});
