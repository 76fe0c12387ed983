// Idempotency keys: trying again is the same order for as long as nobody knows what became of it.

/** Statuses that leave it open whether the order was stored; so does no answer at all. */
const leavesOpen = (status) => status === undefined || status >= 500;

export function createIdempotencyKeys(newKey = () => crypto.randomUUID()) {
  const keys = new Map(); // what was ordered -> its key

  return {
    keyOf(wish) {
      if (!keys.has(wish)) keys.set(wish, newKey());
      return keys.get(wish);
    },
    /** The shop's answer; the same wish is a new order from here on, if the answer was a clear one. */
    answered(wish, status) {
      if (!leavesOpen(status)) keys.delete(wish);
    },
  };
}
