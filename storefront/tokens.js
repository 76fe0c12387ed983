// A buyer's tokens, in memory only, so that a script finds none in the storages. Whoever needs a new
// access token at the same time shares one renewal.

import { sentenceOf } from "./fault_texts.js";
import { Left } from "./fetch_or_explain.js";

/** An access token is renewed this long before it ends, and a short one halfway. */
export const RENEW_BEFORE_MS = 60_000;

/** A token as new as this is not renewed because it was refused: another one would be refused too. */
export const NEW_FOR_MS = 60_000;

/** The issuer has refused to renew the buyer's tokens: the buyer must sign in again. */
export class SessionEnded extends Error {
  constructor() {
    super(sentenceOf("refused", "renewal"));
  }
}

/**
 * `first` and what `renew(refreshToken, signal)` answers are Cognito's AuthenticationResult. A token's
 * life is counted from its receipt: `exp` would be compared with a clock that may be wrong.
 */
export function createTokens({ first, renew, now = Date.now }) {
  const life = new AbortController();
  let held = {};
  let renewing = null;
  let ended = null; // the SessionEnded that everyone gets from then on
  let shown = null; // the token that the connection got last
  keep(first, false);

  function keep({ AccessToken, RefreshToken, ExpiresIn }, isRenewed) {
    held = {
      isRenewed,
      access: AccessToken,
      refresh: RefreshToken ?? held.refresh, // where refresh tokens rotate, the old one is void
      since: now(),
      livesMs: Number.isFinite(ExpiresIn) ? ExpiresIn * 1000 : Infinity,
    };
  }

  /** Below zero where the clock was set back: the age is unknown then. */
  const age = () => now() - held.since;
  const isWithin = (ms) => age() >= 0 && age() < ms;
  const isFresh = () => isWithin(held.livesMs - Math.min(RENEW_BEFORE_MS, held.livesMs / 2));

  async function renewOnce() {
    try {
      if (!held.refresh) throw new SessionEnded();
      keep(await renew(held.refresh, life.signal), true);
    } catch (error) {
      if (error instanceof SessionEnded && !life.signal.aborted) ended = error;
      throw error;
    } finally {
      renewing = null;
    }
  }

  function renewed() {
    renewing ??= renewOnce();
    return renewing;
  }

  function check() {
    if (ended) throw ended; // first: the page closes a session that has ended, and its buyer did not leave
    if (life.signal.aborted) throw new Left();
  }

  /** An access token that has not ended yet, by this page's count. */
  async function current() {
    check();
    if (!isFresh()) {
      const renewal = renewed();
      // One that is still good waits for no renewal: the issuer may hang. Who asks next hears of a failure.
      if (isWithin(held.livesMs)) renewal.catch(() => {});
      else await renewal;
    }
    check();
    return held.access;
  }

  /** A token in place of one that a server has refused; null where a newer one would not help. */
  async function insteadOf(refused) {
    check();
    if (held.access !== refused) return held.access; // renewed for another request meanwhile
    if (held.isRenewed && isWithin(NEW_FOR_MS)) return null;
    await renewed();
    check();
    return held.access;
  }

  return {
    current,
    insteadOf,
    /** For the connection, which asks for a `fresh` one when its last one was probably refused. */
    async forConnection({ fresh = false } = {}) {
      // Without a refresh token a failed attempt must not end the session: the network may be the reason.
      const other = fresh && shown !== null && held.refresh ? await insteadOf(shown) : null;
      shown = other ?? await current();
      return shown;
    },
    /** The buyer signs out: a renewal on its way is given up. */
    close: () => life.abort(),
  };
}
