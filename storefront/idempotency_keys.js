// Idempotency keys: a retry is the same order until the shop has answered whether it was stored.

/**
 * Answers that say nothing about an earlier try whose answer was lost: it may have been stored. The
 * sign-in had expired, the price was another one, or the shop was asked too much.
 */
const UNDECIDED = new Set([undefined, 401, 408, 409, 429]);

/** True when the order may or may not have been stored: a server error, or no answer at all. */
const leavesOpen = (status) => UNDECIDED.has(status) || status >= 500;

export function createIdempotencyKeys(newKey = () => crypto.randomUUID()) {
  const keys = new Map(); // what was ordered -> its key

  return {
    keyOf(wish) {
      if (!keys.has(wish)) keys.set(wish, newKey());
      return keys.get(wish);
    },
    /** The shop answered with this HTTP status. After a definite answer the same wish is a new order. */
    answered(wish, status) {
      if (!leavesOpen(status)) keys.delete(wish);
    },
  };
}
