// The whole page, without a browser: what it says while it opens, and when it is older than its shop.

import assert from "node:assert/strict";
import { test } from "node:test";

import { memory, settled } from "../support/fake_browser.mjs";
import { fakeDocument } from "../support/fake_document.mjs";

const CONFIG = {
  httpUrl: "https://shop.example", websocketUrl: "wss://news.example/live", cognitoEndpoint: "https://people.example/",
  userPoolClientId: "c",
};
let pages = 0;

/** A page that waits for its shop looks again and again, and must not keep a test alive. */
const realTimer = globalThis.setTimeout;
globalThis.setTimeout = (...timer) => realTimer(...timer).unref();

/** Opens a page. `config` is what its server answers; `before(elements)` runs before its first script. */
async function open({ config = CONFIG, products = async () => Response.json({ products: [] }), before = () => {} } = {}) {
  const elements = fakeDocument();
  const target = new EventTarget();
  globalThis.document.addEventListener = target.addEventListener.bind(target);
  globalThis.localStorage = memory();
  globalThis.matchMedia = () => Object.assign(new EventTarget(), { matches: false });
  globalThis.fetch = async (url, options) => (url === "/config.json" ? Response.json(config) : products(url, options));
  globalThis.ResizeObserver = class { observe() {} };
  document.getElementById("product-section").after = () => {};
  before(elements);
  await import(`../../storefront/app.js?${++pages}`); // a module runs once for each address
  for (let turn = 0; turn < 5; turn += 1) await settled();
  return {
    elements,
    notice: () => elements.notice.textContent,
    /** What the browser tells a page of a request that its policy refuses. */
    refuse: (blockedURI, more = {}) => target.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), {
      effectiveDirective: "connect-src", disposition: "enforce", blockedURI, ...more,
    })),
  };
}

test("a page that opens says nothing", async () => {
  const { notice, elements } = await open();
  assert.equal(notice(), "");
  assert.equal(elements["products-wait"].hidden, true);
});

test("a page that fails while it opens says so, in words", async (t) => {
  t.mock.method(console, "error", () => {});
  const { notice } = await open({ before: (elements) => {
    document.getElementById("buyers");
    elements.buyers.replaceChildren = () => { throw new TypeError("x is not a function"); };
  } });
  assert.match(notice(), /^This page made a mistake/);
});

test("a configuration with an address that is no text is told as a shop that cannot be opened", async (t) => {
  t.mock.method(console, "error", () => {});
  const { notice } = await open({ config: { ...CONFIG, httpUrl: 7 } });
  assert.match(notice(), /could not be opened/);
});

test("a page whose policy refuses the shop's servers says that it is to be reloaded, once for each", async () => {
  const { notice, elements, refuse } = await open();
  for (const address of ["https://elsewhere.example/", "https://shop.example.evil.example/", "inline"]) refuse(address);
  refuse(CONFIG.httpUrl, { disposition: "report" });
  refuse(CONFIG.httpUrl, { effectiveDirective: "img-src" });
  assert.equal(notice(), "");
  for (const address of ["https://shop.example/products", "wss://news.example/live", "https://people.example/"]) {
    elements.notice.textContent = "";
    refuse(address);
    assert.match(notice(), /older than the shop's addresses.*reload/);
    elements.notice.textContent = "Confirmed: Glass vase";
    refuse(address); // each attempt to connect is refused anew
    assert.equal(notice(), "Confirmed: Glass vase");
  }
});

test("a browser that hides a socket's address behind its scheme is understood", async () => {
  const { notice, refuse } = await open({ config: { ...CONFIG, websocketUrl: "wss://another.example/live" } });
  refuse("wss");
  assert.match(notice(), /older than the shop's addresses/);
});
