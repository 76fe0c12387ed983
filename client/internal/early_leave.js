// How long before its end a connection is left for the next one: at a random moment of its last minutes. Pages whose
// connections or tokens are of the same age, since an outage ended, would otherwise all come back together.

/** API Gateway ends a connection then, whatever happens on it. */
export const CONNECTION_LIFE_MS = 7_200_000;
/** At the latest so long before the end. */
export const LEAST_AHEAD_MS = 60_000;
/** The moment is chosen from this share of the life, and from a minute at least. */
export const SPREAD_SHARE = 1 / 6;

/** @type {(lifeMs: number, random: () => number) => number} */
export const aheadMs = (lifeMs, random) => LEAST_AHEAD_MS + random() * Math.max(LEAST_AHEAD_MS, SPREAD_SHARE * lifeMs);
