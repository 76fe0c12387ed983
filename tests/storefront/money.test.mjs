// Amounts are those of ISO 4217, whatever the browser thinks of a currency.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { digitsOf, money } from "../../storefront/money.js";

const { codes } = JSON.parse(readFileSync(new URL("iso_4217.json", import.meta.url), "utf8"));
const ALL = Object.entries(codes).flatMap(([digits, some]) => some.map((code) => [code, Number(digits) || 0]));
/** The number in an amount, without currency and grouping: "-HUF 1,234.56" -> "-1234.56". */
const plain = (text) => (text.startsWith("-") ? "-" : "") + text.match(/[0-9][0-9,.]*/)[0].replaceAll(",", "");

test("every currency of the standard has the standard's minor unit", () => {
  assert.equal(ALL.length, 178);
  assert.deepEqual(ALL.filter(([code, digits]) => digitsOf(code) !== digits), []);
});

test("an amount of every currency is shown with all its digits at the right place", () => {
  for (const [code, digits] of ALL) {
    const whole = "1234567890".slice(0, 10 - digits);
    const part = "1234567890".slice(10 - digits);
    assert.equal(plain(money(1234567890, code, "en")), part ? `${whole}.${part}` : whole, code);
    assert.equal(plain(money(-1, code, "en")), digits ? `-0.${"1".padStart(digits, "0")}` : "-1", code);
  }
});

test("Intl's own digits are not the standard's, so nobody may come to rely on them", () => {
  const others = ALL.filter(([code, digits]) => digits !== new Intl.NumberFormat(
    "en", { style: "currency", currency: code }).resolvedOptions().maximumFractionDigits);
  for (const code of ["HUF", "IQD"]) assert.ok(others.some(([one]) => one === code), code);
});

test("the forint and the dinar of the shop's rows are what they cost", () => {
  assert.equal(money(499900, "HUF", "en"), "HUF 4,999.00".replace(" ", "\u00a0"));
  assert.equal(money(1500000, "IQD", "en"), "IQD 1,500.000".replace(" ", "\u00a0"));
  assert.equal(money(5400, "EUR", "en"), "€54.00");
  assert.equal(money(5400, "JPY", "en"), "¥5,400");
});

test("the longest amount that is exact is shown to the last digit", () => {
  for (const minor of [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 2, Number.MIN_SAFE_INTEGER]) {
    assert.equal(plain(money(minor, "EUR", "en")).replace(".", ""), String(minor));
  }
});

test("a code that the standard does not list is shown as a code", () => {
  assert.equal(money(12345, "XYZ", "en"), "XYZ\u00a0123.45");
  assert.equal(money(12345, "BGN", "en"), "BGN\u00a0123.45");
});

test("what is no amount or no currency is an unknown amount, and never an exception", () => {
  const amounts = [NaN, Infinity, 1.5, 2 ** 53, 1e300, "12", null, undefined, {}, [5], true, 5n];
  const currencies = ["EURO", "eur", "€", "", "E R", "\u202eEUR", null, undefined, 3, {}, ["EUR"], "constructor"];
  for (const minor of amounts) assert.equal(money(minor, "EUR"), "unknown amount");
  for (const currency of currencies) assert.equal(money(1, currency), "unknown amount");
});
