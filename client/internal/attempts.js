// Counts attempts: how long to wait before the next one, when it needs a fresh token, and when so many led
// to nothing for so long that the page should know. Uses no timer.

import { backoffMs, SETTLED_AFTER_CLOSE_MS, SETTLED_AFTER_MS } from "./backoff.js";
import { lifeMsOf } from "./token_claims.js";

/** After so many failed attempts in a row, the next one asks for a fresh token. */
export const REFRESH_EVERY = 3;
/**
 * Where that brought another token, none again for so long, or for its life: a token that is so young has not expired,
 * and an outage lets a whole shop ask.
 */
export const REFRESH_PAUSE_MS = 600_000;
/** So many that led to nothing, for so long, are no outage that passes in a moment. */
export const LASTS_AFTER = 6; // more than REFRESH_EVERY: for one of so many unopened ones a fresh token was asked for
export const LASTS_AFTER_MS = 180_000;

/** @typedef {ReturnType<typeof createAttempts>} Attempts */

/**
 * `now` is a clock in milliseconds.
 *
 * @param {{random: () => number, now: () => number}} parts
 */
export function createAttempts({ random, now }) {
  let waits = 0; // since the back-off started over
  let unopened = 0; // handshakes in a row that led to no connection
  let fruitless = 0; // attempts since the page was live
  let fruitlessSince = /** @type {number | null} */ (null); // when the first of them began
  let isFresh = false; // the next attempt needs a fresh token
  let tried = ""; // the token of the last attempt
  let trustedUntil = -Infinity; // until then a fresh token is too young to have expired
  let liveSince = /** @type {number | null} */ (null);
  let settledAfterMs = SETTLED_AFTER_MS;

  function startOver() {
    fruitless = 0;
    fruitlessSince = null;
  }

  return {
    needsFresh: () => isFresh,
    needFresh() {
      isFresh = true;
    },
    /** The page says that whoever is signed in has a token of his own. */
    needNoFresh() {
      isFresh = false;
    },
    /** A handshake begins with the token that `needsFresh()` asked for. @param {string} bearer */
    begun(bearer) {
      unopened += 1;
      fruitless += 1;
      fruitlessSince ??= now();
      const isOther = bearer !== tried; // a page whose refresh fails may answer the token that it has
      if (isFresh && isOther) trustedUntil = now() + Math.min(REFRESH_PAUSE_MS, lifeMsOf(bearer) ?? Infinity);
      tried = bearer;
      // A browser reports a refused token like any failed attempt. Where this machine's clock is wrong,
      // repeated failure is the only sign of an expired token.
      isFresh = unopened % REFRESH_EVERY === 0 && now() >= trustedUntil;
    },
    opened() {
      unopened = 0;
      isFresh = false;
      trustedUntil = -Infinity; // each row of unopened ones asks for its own
    },
    live() {
      liveSince ??= now();
      startOver();
    },
    /** The server closed the connection: not the line, and not this client. */
    closedByServer() {
      settledAfterMs = SETTLED_AFTER_CLOSE_MS;
    },
    /** The code of what lasts: the page is not live, attempt after attempt. Null while it may pass soon. */
    lasting() {
      if (fruitless < LASTS_AFTER || now() - (fruitlessSince ?? now()) < LASTS_AFTER_MS) return null;
      return unopened < LASTS_AFTER ? "not-live" : "refused";
    },
    /**
     * The time until the next attempt, after a connection or an attempt has ended.
     *
     * @param {number} longestMs
     */
    waitMs(longestMs) {
      if (liveSince !== null && now() - liveSince >= settledAfterMs) waits = 0;
      liveSince = null;
      settledAfterMs = SETTLED_AFTER_MS;
      waits += 1;
      return backoffMs(waits - 1, random, longestMs);
    },
    /** Another network: what failed on the last one may work. */
    forget() {
      waits = 0;
      startOver();
    },
    /** Another user: nothing is known of him. */
    begin() {
      waits = unopened = 0;
      isFresh = false;
      liveSince = null;
      trustedUntil = -Infinity;
      settledAfterMs = SETTLED_AFTER_MS;
      startOver();
    },
  };
}
