// Words at the top go when they are no longer true, and take no others with them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Unreachable } from "../../storefront/fetch_or_explain.js";
import { createStatusLine } from "../../storefront/status_line.js";
import { FakeElement } from "../support/fake_document.mjs";

function line() {
  const element = new FakeElement();
  return { ...createStatusLine(element), text: () => element.textContent, isProblem: () => element.classes.has("problem") };
}

test("words that are taken back are gone, unless others have followed", () => {
  const { say, text, isProblem } = line();
  const takeBack = say("Some orders could not be looked up.", true);
  assert.equal(isProblem(), true);
  takeBack();
  assert.deepEqual([text(), isProblem()], ["", false]);
  const second = say("Some orders could not be looked up.", true);
  say("Order for Glass vase placed.");
  second();
  takeBack();
  assert.equal(text(), "Order for Glass vase placed.");
});

test("an answer of the shop takes back that it cannot be reached, and nothing else", () => {
  const { say, fail, reached, text } = line();
  fail(new Unreachable("unreachable", "shop"));
  assert.match(text(), /cannot be reached/);
  reached();
  assert.equal(text(), "");
  for (const tell of [() => say("Kept."), () => fail(new Error("Kept."))]) {
    fail(new Unreachable("unreachable", "shop"));
    tell();
    reached();
    assert.equal(text(), "Kept.");
  }
});
