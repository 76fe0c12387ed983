// `fetch` that ends: with an answer that was read to its end, or with a sentence for a customer in place
// of the browser's "Failed to fetch".

import { countedFetch } from "./counted_fetch.js";
import { sentenceOf } from "./fault_texts.js";
import { randomKey } from "./idempotency_keys.js";
import { isRefusedByPolicy, originOf } from "./page_policy.js";

/**
 * How long a request may take, its body included. API Gateway gives up on an HTTP API's integration
 * after 30 seconds and answers 503: a page that waits longer than that misses no answer.
 */
export const ANSWER_WITHIN_MS = 35_000;

/** How long to wait for the answer that tells a refusal of this origin from a lost network. */
export const PROBE_WITHIN_MS = 5_000;

/** There was no answer: whether the request took effect is unknown. A later try may succeed. */
export class Unreachable extends Error {
  constructor(fault, question) {
    super(sentenceOf(fault, question));
    this.fault = fault;
  }
}

/** The buyer who asked has signed out: the answer is nobody's, and nothing is said of it. */
export class Left extends Error {}

const browser = {
  fetch: countedFetch,
  isOnline: () => globalThis.navigator?.onLine !== false,
  setTimer: (act, ms) => setTimeout(act, ms),
  clearTimer: (timer) => clearTimeout(timer),
};

/** Origins whose answers this page has read: they do not refuse it. */
const readable = new Set();

/**
 * Answers what `act(signal)` answers. Rejects with `late()` after `ms`, and with `Left` once `signal` is
 * aborted, also where `act` does not heed its own signal.
 */
async function within(ms, late, signal, parts, act) {
  if (signal?.aborted) throw new Left();
  const request = new AbortController();
  let timer, leave;
  const ended = new Promise((_, reject) => {
    timer = parts.setTimer(() => reject(late()), ms);
    leave = () => reject(new Left());
    signal?.addEventListener("abort", leave);
  });
  try {
    return await Promise.race([act(request.signal), ended]);
  } finally {
    parts.clearTimer(timer);
    signal?.removeEventListener("abort", leave);
    request.abort(); // after an answer was read this does nothing
  }
}

/** True where a request of that kind is answered in time. */
const isAnswered = (url, options, signal, parts) =>
  within(PROBE_WITHIN_MS, () => new Error("no answer"), signal, parts, (its) =>
    parts.fetch(url, { ...options, signal: its }))
    .then(() => true, (error) => {
      if (error instanceof Left) throw error;
      return false;
    });

/**
 * The same question once more, for the same permissions of the browser, and nothing that a server could act
 * on: an empty object as the body, under a key of its own. A read is read again.
 */
function harmlessly({ headers = {}, ...options }) {
  const its = options.body === undefined ? options : { ...options, body: "{}" };
  return { ...its, headers: { ...headers, ...("Idempotency-Key" in headers && { "Idempotency-Key": randomKey() }) } };
}

/**
 * Why there was no answer. A server is there that answers a request without CORS, and this page is refused
 * if another request with CORS fails too: the first one may have met a change of the network.
 */
async function faultOf(url, options, signal, parts) {
  if (!parts.isOnline()) return "offline";
  if (readable.has(originOf(url))) return "unreachable";
  if (!await isAnswered(url, { mode: "no-cors", cache: "no-store" }, signal, parts)) {
    return isRefusedByPolicy(url) ? "page-outdated" : "unreachable"; // asked late: the browser tells it late
  }
  if (await isAnswered(url, harmlessly(options), signal, parts)) return "unreachable";
  const origin = globalThis.location?.origin ?? "this origin";
  console.error(
    `${url} answers, but the browser may not show the answer to ${origin}: add ${origin} to the stage's `
    + "setting allowedOrigins, and to allowedHeaders each header that your tools add to requests.");
  return "not-allowed-here";
}

/** The body as JSON; undefined for a text that is not JSON. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Answers `{ok, status, headers, body}`; `body` is an object, empty where a refusal has none. Throws
 * `Unreachable` with the sentence for `question`, or `Left`. `more` replaces the browser's parts in tests.
 */
export async function fetchOrExplain(url, options, { question, signal, withinMs = ANSWER_WITHIN_MS, ...more }) {
  const parts = { ...browser, ...more };
  let answer, text; // the answer's body may end before its end, or never
  try {
    await within(withinMs, () => new Unreachable("timed-out", question), signal, parts, async (its) => {
      answer = await parts.fetch(url, { ...options, signal: its });
      readable.add(originOf(url));
      text = await answer.text();
    });
  } catch (error) {
    if (error instanceof Left || error instanceof Unreachable) throw error;
    throw new Unreachable(await faultOf(url, options, signal, parts), question);
  }
  const { ok, status, headers } = answer;
  const body = parsed(text);
  if (ok && typeof (body ?? undefined) !== "object") throw new Unreachable("strange-answer", question);
  return { ok, status, headers, body: body ?? {} };
}
