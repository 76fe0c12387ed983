// Counts attempts: how long to wait before the next one, when it needs a fresh token, and when so many
// have failed that the server is likely to refuse the page. Uses no timer.

import { backoffMs, SETTLED_AFTER_CLOSE_MS, SETTLED_AFTER_MS } from "./backoff.js";

/** After so many failed attempts in a row, the next one asks for a fresh token. */
export const REFRESH_EVERY = 3;
/** So many in a row count as a refusal. They are more than REFRESH_EVERY: one of them had a fresh token. */
export const REFUSED_AFTER = 6;

/** `now` is a clock in milliseconds. */
export function createAttempts({ random, now }) {
  let waits = 0; // since the back-off started over
  let unopened = 0; // handshakes in a row that led to no connection
  let refusals = 0; // the same, while the browser had a network
  let isFresh = false; // the next attempt needs a fresh token
  let liveSince = null;
  let settledAfterMs = SETTLED_AFTER_MS;

  return {
    needsFresh: () => isFresh,
    needFresh() {
      isFresh = true;
    },
    /** A handshake begins with the token that `needsFresh()` asked for. */
    begun() {
      unopened += 1;
      // A browser reports a refused token like any failed attempt. Where this machine's clock is wrong,
      // repeated failure is the only sign of an expired token.
      isFresh = unopened % REFRESH_EVERY === 0;
    },
    opened() {
      unopened = refusals = 0;
      isFresh = false;
    },
    live() {
      liveSince ??= now();
    },
    /** The server closed the connection: not the line, and not this client. */
    closedByServer() {
      settledAfterMs = SETTLED_AFTER_CLOSE_MS;
    },
    /** A handshake led to no connection. True once that looks like a refusal. */
    failed(isOffline) {
      refusals = isOffline ? 0 : refusals + 1;
      return refusals >= REFUSED_AFTER;
    },
    /** The time until the next attempt, after a connection or an attempt has ended. */
    waitMs(longestMs) {
      if (liveSince !== null && now() - liveSince >= settledAfterMs) waits = 0;
      liveSince = null;
      settledAfterMs = SETTLED_AFTER_MS;
      waits += 1;
      return backoffMs(waits - 1, random, longestMs);
    },
    /** Another network: what failed on the last one may work. */
    forget() {
      waits = refusals = 0;
    },
  };
}
