// A list keeps its elements, their order and the focus, whatever is added, removed or moved.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createKeyedList } from "../../storefront/keyed_list.js";
import { FakeElement, fakeDocument } from "../support/fake_document.mjs";
import { randomFrom } from "../support/random.mjs";

/** A list of letters; those in `bad` cannot be drawn. */
function list(bad = new Set()) {
  fakeDocument();
  const parent = new FakeElement();
  const made = new Map(); // letter -> its elements, the newest last
  const show = createKeyedList(parent, (one) => one, (letter) => {
    const element = new FakeElement();
    made.set(letter, [...(made.get(letter) ?? []), element]);
    return { element, update() { if (bad.has(letter)) throw new TypeError("no"); } };
  });
  const elementOf = (letter) => made.get(letter).at(-1);
  return { parent, made, elementOf, show: (letters) => show([...letters]) };
}

function assertShows({ parent, elementOf }, letters) {
  assert.equal(parent.children.length, letters.length, letters);
  for (const [index, letter] of [...letters].entries()) {
    assert.equal(parent.children[index], elementOf(letter), `${letter} of ${letters}`);
  }
}

const CHANGES = {
  "one before all": ["bcd", "abcd"],
  "one in between": ["abd", "abcd"],
  "one at the end": ["abc", "abcd"],
  "one less": ["abcd", "acd"],
  "the last comes first": ["abcd", "dabc"],
  "the first comes last": ["abcd", "bcda"],
  "two change places": ["abcd", "acbd"],
  "all turned round": ["abcd", "dcba"],
  "others": ["abcd", "efg"],
  "none": ["abcd", ""],
};

test("the elements stand in the items' order, and each item keeps its own", () => {
  for (const [name, [before, after]] of Object.entries(CHANGES)) {
    const shown = list();
    shown.show(before);
    shown.show(after);
    assertShows(shown, after);
    for (const letter of after) assert.equal(shown.made.get(letter).length, 1, `${name}: ${letter}`);
  }
});

test("so they do after any changes, also where some items cannot be drawn", (t) => {
  t.mock.method(console, "error", () => {});
  const random = randomFrom(1);
  const bad = new Set();
  const shown = list(bad);
  for (let round = 0; round < 500; round += 1) {
    const letters = [..."abcdefgh"].filter(() => random() < 0.7).map((one) => [random(), one]).sort().map(([, one]) => one);
    bad.clear();
    for (const letter of letters) if (random() < 0.15) bad.add(letter);
    shown.show(letters.join(""));
    assertShows(shown, letters.filter((one) => !bad.has(one)).join(""));
  }
});

test("an element that is moved keeps the focus", () => {
  const shown = list();
  shown.show("abcd");
  for (const letters of ["dabc", "cdab", "bacd"]) {
    shown.elementOf("c").focus();
    shown.show(letters);
    assert.equal(document.activeElement, shown.elementOf("c"), letters);
  }
});

test("the focus of what is gone, or is elsewhere, is not taken back", () => {
  const shown = list();
  shown.show("abc");
  shown.elementOf("b").focus();
  shown.show("ac");
  assert.equal(document.activeElement, null);
  const elsewhere = new FakeElement();
  elsewhere.focus();
  shown.show("ca");
  assert.equal(document.activeElement, elsewhere);
});
