// What arrives at this page, for somebody who wants to see how it works: events as they are handed over,
// the connection's state, and how many requests were made. It is all kept from the page's load on, within bounds:
// whoever opens the panel after an order sees what came before.

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

/** Collects from now on. `onChange()` is called after each change. `now` answers a `Date`. */
export function createArrivals({ onChange, now = () => new Date() }) {
  const record = { since: now(), reads: 0, requests: 0, events: [] };
  let last = null; // what a connection said of itself
  let arrived = 0;

  watchRequests((method, url) => {
    record.requests += 1;
    if (isStatusRead(method, url)) record.reads += 1;
    onChange();
  });

  function event(one) {
    const [type, sequence] = [textOf(one?.type), numberOf(one?.sequence)];
    const data = shortened(oneLine(JSON.stringify(one?.data ?? null, null, 1).replace(/\n */g, " ")));
    record.events = [{ key: ++arrived, at: now(), type, sequence, data }, ...record.events].slice(0, MOST_EVENTS);
    onChange();
  }

  function changed({ state, code = "", reason = "" }) {
    last = { state, code, reason };
    if (state === "closed") record.events = [];
    onChange();
  }

  return {
    /** A buyer's connection. What it hands over is kept until it is closed: the next buyer's is another. */
    watch(connection) {
      connection.on("state", changed);
      connection.subscribe(event);
      changed(connection);
    },
    /** `{state, code, reason}`; null before the first connection. */
    connection: () => last,
    /** `{since, reads, requests, events}`. */
    record: () => record,
  };
}
