// The light and the dark palette have the contrast that WCAG 2.2 demands.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const CSS = readFileSync(new URL("../../storefront/styles.css", import.meta.url), "utf8");
const [LIGHT, DARK] = [...CSS.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) =>
  Object.fromEntries([...body.matchAll(/--([a-z-]+): (#[0-9a-f]+)/g)].map(([, name, hex]) => [name, hex])));

const TEXT = 4.5; // 1.4.3
const CONTROL = 3; // 1.4.11

function luminance(hex) {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((one) => one + one) : hex.slice(1).match(/../g);
  const [red, green, blue] = digits.map((one) => parseInt(one, 16) / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function assertContrast(pairs, least) {
  for (const [theme, colours] of Object.entries({ LIGHT, DARK })) {
    for (const [front, back] of pairs) {
      const found = contrast(colours[front], colours[back]);
      assert.ok(found >= least, `${theme}: --${front} on --${back} is ${found.toFixed(2)}:1`);
    }
  }
}

test("text can be read", () => {
  assertContrast([
    ["ink", "page"], ["ink", "card"], ["muted", "page"], ["muted", "card"], ["on-accent", "accent"],
    ["good", "card"], ["good", "good-bg"], ["warn", "warn-bg"], ["bad", "page"], ["bad", "card"], ["bad", "bad-bg"],
  ], TEXT);
});

test("the edge of a control and the focus ring can be seen", () => {
  assertContrast([["edge", "page"], ["edge", "card"], ["focus", "page"], ["focus", "card"]], CONTROL);
});

test("the letter on each tile can be read", () => {
  const tiles = [...CSS.matchAll(/\.hue-\d+ \{ background: (#[0-9a-f]+)/g)].map(([, hex]) => hex);
  assert.equal(new Set(tiles).size, 12);
  for (const hex of tiles) assert.ok(contrast("#fff", hex) >= TEXT, `${hex}: ${contrast("#fff", hex)}`);
});
