// Asks for the next token while the connection still has the last one, so that the server need not end it. Where none
// comes, it asks once more.
// A token's life is counted from its receipt: the machine's clock may be wrong. A token that does not say how
// long it lives is used until the server refuses it.

import { aheadMs, LEAST_AHEAD_MS } from "./early_leave.js";
import { canBeSent } from "./handshake.js";
import { lifeMsOf } from "./token_claims.js";

/** A shorter life is not renewed ahead: the connection would begin anew every minute. */
export const SHORTEST_LIFE_MS = 3 * LEAST_AHEAD_MS;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const NOT_YET = "realtime: the token could not be renewed yet, and is asked for again a minute before its end";
const NO_MORE = "realtime: the token could not be renewed: the server ends the connection once it has expired";

/**
 * `timers` are those of the connection, which stops them when it is lost. `current()` is the connection that is open.
 * `renewed(bearer)` is called with another token, `signedOut()` where there is none any more.
 *
 * @param {{
 *   token: import("./handshake.js").Token,
 *   timers: import("./timers.js").Timers,
 *   random: () => number,
 *   now: () => number,
 *   current: () => unknown,
 *   renewed: (bearer: string) => void,
 *   signedOut: () => void,
 * }} parts
 */
export function createTokenRenewal({ token, timers, random, now, current, renewed, signedOut }) {
  let held = { bearer: "", since: 0 };

  /** @param {string} bearer */
  function received(bearer) {
    if (held.bearer !== bearer) held = { bearer, since: now() };
  }

  /** @param {import("./interface.js").TokenFunction} ask */
  async function renew(ask) {
    const mine = current();
    let bearer;
    try {
      bearer = await ask({ fresh: true });
    } catch (error) {
      if (mine === current()) console.warn(timers.runs("renewal") ? NOT_YET : NO_MORE, error);
      return;
    }
    if (mine !== current()) return; // the next attempt asks for itself
    if (!bearer) return signedOut();
    if (canBeSent(bearer) && bearer !== held.bearer) renewed(bearer);
  }

  return {
    received,
    /** The connection is open. */
    start() {
      const life = lifeMsOf(held.bearer);
      if (typeof token !== "function" || life === null || life < SHORTEST_LIFE_MS) return;
      const dueMs = held.since + life - aheadMs(life, random) - now();
      if (dueMs > LONGEST_TIMER_MS) return;
      timers.start("renewal", Math.max(dueMs, 0), () => {
        // Now may be minutes early: the issuer may fail, and a library keeps a token until its last minute.
        const leftMs = held.since + life - LEAST_AHEAD_MS - now();
        if (leftMs > 0) timers.start("renewal", leftMs, () => renew(token)); // another connection stops it
        renew(token);
      });
    },
  };
}
