// What arrives at this page, for somebody who wants to see how it works: events as they are handed over,
// the connection's state, and how many requests were made. While it is off, nothing is recorded.

import { watchRequests } from "./counted_fetch.js";
import { oneLine } from "./isolated.js";

/** Events that are kept: the newest ones. */
export const MOST_EVENTS = 50;
const MOST_LETTERS = 600;

const STATUS_READ = /\/orders\/[^/?]+$/;
/** True for a request that asks the shop how an order is. */
const isStatusRead = (method, url) => method === "GET" && STATUS_READ.test(String(url).split(/[?#]/)[0]);

const shortened = (text) => (text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS)}…`);

/** A field of an event as text: a server may send anything. */
const textOf = (value) => (typeof value === "string" ? shortened(oneLine(value)) : "");

/** "00000000000000000007" -> "7". */
const numberOf = (sequence) => textOf(sequence).replace(/^0+(?=.)/, "");

/** `onChange()` is called after each change. `now` answers a `Date`. */
export function createArrivals({ onChange, now = () => new Date() }) {
  let record = null;
  let last = { state: "closed", code: "", reason: "" }; // kept while off: whoever switches on wants to know
  let arrived = 0;

  function requested(method, url) {
    record.requests += 1;
    if (isStatusRead(method, url)) record.reads += 1;
    onChange();
  }

  function event(one) {
    if (!record) return;
    const [type, sequence] = [textOf(one?.type), numberOf(one?.sequence)];
    const data = shortened(oneLine(JSON.stringify(one?.data ?? null, null, 1).replace(/\n */g, " ")));
    record.events = [{ key: ++arrived, at: now(), type, sequence, data }, ...record.events].slice(0, MOST_EVENTS);
    onChange();
  }

  function changed({ state, code = "", reason = "" }) {
    last = { state, code, reason };
    if (!record) return;
    if (state === "closed") record.events = [];
    onChange();
  }

  return {
    /** Begins at nothing. */
    start() {
      record = { since: now(), reads: 0, requests: 0, events: [] };
      watchRequests(requested);
      onChange();
    },
    stop() {
      record = null;
      watchRequests(null);
      onChange();
    },
    /** A buyer's connection. What it hands over is shown until it is closed: the next buyer's is another. */
    watch(connection) {
      connection.on("state", changed);
      connection.subscribe(event);
      changed(connection);
    },
    connection: () => last,
    /** `{since, reads, requests, events}`; null while it is off. */
    record: () => record,
  };
}
