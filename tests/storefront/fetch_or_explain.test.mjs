// A missing answer becomes a sentence, in the end, which disappears when it is no longer true.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createApi } from "../../storefront/api.js";
import { signIn } from "../../storefront/auth.js";
import {
  ANSWER_WITHIN_MS, fetchOrExplain, Left, PROBE_WITHIN_MS, Unreachable,
} from "../../storefront/fetch_or_explain.js";
import { CONFIG_WITHIN_MS, NotOpen, readPageConfig } from "../../storefront/page_config.js";
import { watchPolicy } from "../../storefront/page_policy.js";
import { createStatusLine } from "../../storefront/status_line.js";
import { quietly, settled } from "../support/fake_browser.mjs";
import { fakeClock } from "../support/fake_clock.mjs";
import { failure } from "../support/fake_fetch.mjs";

const CONFIG = { httpUrl: "http://shop", cognitoEndpoint: "http://people", userPoolClientId: "c" };
const TOKENS = { current: async () => "t", insteadOf: async () => null };
const never = () => new Promise(() => {});
const noNetwork = async () => { throw new TypeError("Failed to fetch"); };
/** A body of which a part comes, and then nothing: no end, or the line breaks. */
const begun = (then) => new Response(new ReadableStream({
  pull: (sink) => then(sink),
  start: (sink) => sink.enqueue(new TextEncoder().encode('{"orderId":')),
}));
const broken = async () => begun((sink) => sink.error(new TypeError("network error")));

let servers = 0;
/** Each test asks a server of its own: which ones have answered is remembered. */
const server = () => `http://server-${++servers}.example`;

function statusLine() {
  const element = { textContent: "", classList: { toggle() {} } };
  return { element, ...createStatusLine(element) };
}

/** The fault with which a request ends, once nothing more happens. */
async function faultOf(fetch, { url = server(), options = {}, ...more } = {}) {
  const time = fakeClock();
  const ended = failure(() => fetchOrExplain(url, options, { question: "shop", fetch, ...time, ...more }));
  await time.advance(2 * ANSWER_WITHIN_MS);
  const error = await ended;
  assert.ok(error instanceof Unreachable, error);
  assert.deepEqual(time.pending(), []);
  return error.fault;
}

test("an answer that never comes, and a body that never ends, end", async () => {
  assert.ok(ANSWER_WITHIN_MS > 30_000); // API Gateway answers within 30 s, if only that it gave up
  assert.equal(await faultOf(never), "timed-out");
  assert.equal(await faultOf(async () => begun(never)), "timed-out");
});

test("a request that is given up is aborted, and one that was answered leaves no timer", async () => {
  const time = fakeClock();
  let signal;
  const fetch = (_, options) => {
    signal = options.signal;
    return never();
  };
  const ended = failure(() => fetchOrExplain(server(), {}, { question: "shop", ...time, fetch }));
  await time.advance(ANSWER_WITHIN_MS);
  await ended;
  assert.equal(signal.aborted, true);
  await fetchOrExplain(server(), {}, { question: "shop", ...time, fetch: async () => Response.json({}) });
  assert.deepEqual(time.pending(), []);
});

test("every request of the page ends: checkout, order, products, sign-in, configuration", async () => {
  const time = fakeClock();
  const parts = { ...time, fetch: never };
  const api = createApi(CONFIG, { tokens: TOKENS, ...parts });
  const requests = [
    api.checkout({}, "key"), api.order("ord-1"), api.products(), signIn(CONFIG, "ada@example.com", "x", parts),
  ].map((one) => one.then(assert.fail, (error) => error.fault));
  const config = readPageConfig(parts).then(assert.fail, (error) => error);
  await time.advance(CONFIG_WITHIN_MS);
  assert.ok(await config instanceof NotOpen);
  await time.advance(ANSWER_WITHIN_MS - CONFIG_WITHIN_MS);
  assert.deepEqual(await Promise.all(requests), Array(4).fill("timed-out"));
  assert.deepEqual(time.pending(), []);
});

test("an answer whose body breaks off is none: the order may have been placed", async () => {
  const api = createApi({ httpUrl: server() }, { tokens: TOKENS, fetch: broken });
  const error = await failure(() => api.checkout({ lines: [] }, "key"));
  assert.equal(error.fault, "unreachable");
  assert.equal(error.status, undefined);
});

test("an answer that is not the shop's is none", async () => {
  const portal = async () => new Response("<html>Welcome to the hotel", { status: 200 });
  assert.equal(await faultOf(portal), "strange-answer");
  for (const body of [{}, { orderId: 7 }, [], { products: {} }]) {
    const api = createApi({ httpUrl: server() }, { tokens: TOKENS, fetch: async () => Response.json(body) });
    for (const ask of [() => api.checkout({}, "key"), () => api.order("ord-1"), () => api.products()]) {
      assert.equal((await failure(ask)).fault, "strange-answer");
    }
  }
});

test("a lost network, a browser that is offline and a server that refuses this origin are three faults", async () => {
  assert.equal(await faultOf(noNetwork), "unreachable");
  assert.equal(await faultOf(noNetwork, { isOnline: () => false }), "offline");
  let fault;
  const told = await quietly("error", async () => {
    fault = await faultOf(async (_, { mode }) => (mode === "no-cors" ? new Response() : noNetwork()));
  });
  assert.deepEqual([fault, told], ["not-allowed-here", 1]);
});

test("a developer reads in the console which address refused which origin, and what to set", async (t) => {
  const said = [];
  t.mock.method(console, "error", (text) => said.push(text));
  globalThis.location = { origin: "http://page.example" };
  t.after(() => { delete globalThis.location; });
  const url = `${server()}/checkout`;
  await faultOf(async (_, { mode }) => (mode === "no-cors" ? new Response() : noNetwork()), { url });
  for (const part of [url, "http://page.example", "allowedOrigins", "allowedHeaders"]) {
    assert.ok(said[0].includes(part), `${part} is missing in: ${said[0]}`);
  }
});

test("a server whose answers this page has read is not asked why", async () => {
  const url = server();
  const asked = [];
  const failing = (_, { mode }) => asked.push(mode) && noNetwork();
  await fetchOrExplain(url, {}, { question: "shop", fetch: async () => Response.json({}) });
  assert.equal(await faultOf(failing, { url: `${url}/checkout`, options: { method: "POST" } }), "unreachable");
  assert.deepEqual(asked, [undefined]);
});

test("a network that changed during a first request is not taken for a refusal of this origin", async () => {
  const sent = [];
  const changed = async (_, { mode, body }) => {
    sent.push(mode ?? body);
    if (sent.length === 1) throw new TypeError("net::ERR_NETWORK_CHANGED");
    return new Response("", { status: 400 });
  };
  const options = { method: "POST", body: '{"PASSWORD":"x"}' };
  assert.equal(await faultOf(changed, { options }), "unreachable");
  assert.deepEqual(sent, [options.body, "no-cors", "{}"]); // nothing is tried twice
});

test("a question why there was no answer carries no key of an order", async () => {
  const keys = [];
  const failing = async (_, { mode, headers }) => {
    if (mode === "no-cors") return new Response();
    keys.push([headers["Idempotency-Key"], headers.Authorization]);
    return noNetwork();
  };
  const headers = { "Idempotency-Key": "key-of-the-order", Authorization: "Bearer t" };
  await quietly("error", () => faultOf(failing, { options: { method: "POST", body: "{}", headers } }));
  const [[first], [second, bearer]] = keys;
  assert.equal(first, "key-of-the-order");
  assert.match(second, /^[0-9a-f]{32}$/); // the browser asks for the same headers as before
  assert.equal(bearer, "Bearer t");
});

test("a server that the page's own policy refuses is told as a page that is too old", async () => {
  const url = server();
  const target = new EventTarget();
  watchPolicy(() => [url], () => {}, target);
  const refusing = async () => {
    const violation = { effectiveDirective: "connect-src", disposition: "enforce", blockedURI: `${url}/products` };
    setImmediate(() => target.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), violation)));
    await settled();
    return noNetwork();
  };
  assert.equal(await faultOf(refusing, { url: `${url}/products` }), "page-outdated");
});

test("a probe that is not answered ends soon", async () => {
  const time = fakeClock();
  const fetch = (_, { mode }) => (mode === "no-cors" ? never() : noNetwork());
  const ended = failure(() => fetchOrExplain(server(), {}, { question: "shop", fetch, ...time }));
  await time.advance(PROBE_WITHIN_MS);
  assert.equal((await ended).fault, "unreachable");
});

test("a request of a buyer who has left ends at once and is explained to nobody", async () => {
  for (const fetch of [never, async () => begun(never)]) {
    const life = new AbortController();
    const time = fakeClock();
    const ask = () => fetchOrExplain(server(), {}, { question: "shop", signal: life.signal, ...time, fetch });
    const ended = failure(ask);
    life.abort();
    assert.ok(await ended instanceof Left);
    assert.ok(await failure(ask) instanceof Left);
    assert.deepEqual(time.pending(), []);
  }
});

test("an error of the shop stays; the message that the shop cannot be reached goes when it answers", () => {
  const { element, fail, reached } = statusLine();
  const refused = new Unreachable("not-allowed-here", "shop");
  for (const lasting of [new Error("The currency is another one."), refused]) {
    fail(lasting);
    reached();
    assert.equal(element.textContent, lasting.message);
  }
  for (const passing of ["offline", "unreachable", "timed-out", "strange-answer"]) {
    fail(new Unreachable(passing, "shop"));
    assert.notEqual(element.textContent, "");
    reached();
    assert.equal(element.textContent, "");
  }
});

test("a mistake of the page is told in words, and its own text to a developer", async () => {
  const { element, fail } = statusLine();
  for (const error of [new TypeError("x.y is not a function"), new DOMException("insecure", "SecurityError")]) {
    assert.equal(await quietly("error", () => fail(error)), 1);
    assert.match(element.textContent, /^This page made a mistake/);
  }
});

test("a later message stays when the shop answers", () => {
  const { element, fail, say, reached } = statusLine();
  fail(new Unreachable("unreachable", "shop"));
  say("Refunded: Glass vase");
  reached();
  assert.equal(element.textContent, "Refunded: Glass vase");
});
