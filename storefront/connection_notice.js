// What a buyer and a developer are told of a session's connection, and when the page asks for it sooner
// than the client does.

import { connectionTexts, WAITS_LONG } from "./connection_texts.js";
import { showConnection } from "./dom.js";
import { createSeldom } from "./seldom.js";
import { createTeller } from "./told_once.js";

/** An answer of the shop is a reason to try the connection. Many answers are one reason. */
export const RETRY_EVERY_MS = 30_000;

/** A developer needs the reason where a state lasts, unless it is what the buyer wanted. */
const isTold = (state, code) => (state === "closed" || state === "paused" || WAITS_LONG.has(code))
  && !["closed-by-page", "signed-out"].includes(code);

/** `retry()` asks the client for an attempt. `now` is a clock in milliseconds. */
export function createConnectionNotice({ retry, now }) {
  const seldom = createSeldom(RETRY_EVERY_MS, now);
  const tell = createTeller((...parts) => console.warn(...parts));
  let [state, code, before] = ["connecting"]; // `before`: the last code that was not an attempt's
  let isShopThere = false; // it answered while the connection waits long

  const show = () => showConnection(state, connectionTexts(state, code, { before, isShopThere }));

  return {
    /** The client has another state, or code. */
    told(next, { code: why, reason } = {}) {
      if (why !== "retrying") before = why;
      if (!WAITS_LONG.has(before)) isShopThere = false;
      [state, code] = [next, why];
      if (isTold(state, code)) tell(`The connection is ${state}, because of`, code, reason);
      show();
    },
    /** The shop's HTTP API has answered. */
    reached() {
      if (!WAITS_LONG.has(before)) return;
      isShopThere = true;
      show();
      if (code !== "retrying") seldom(retry);
    },
    /** The shop's HTTP API has not answered. */
    lost() {
      if (!isShopThere) return;
      isShopThere = false;
      show();
    },
  };
}
