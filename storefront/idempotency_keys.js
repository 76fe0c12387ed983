// Idempotency keys: a retry is the same order until the shop has answered whether it was stored. Keys
// without such an answer outlive a reload, and are shared by this buyer's tabs.

import { pageStorage } from "./page_storage.js";

/**
 * How long a key waits for its answer. Too short costs money: a buyer who comes back to a lost answer
 * pays twice. Too long costs a press: the old order is answered and shown, and the next press is a new
 * one. A day covers a journey without a network; payment providers keep their keys as long.
 */
export const KEPT_MS = 24 * 60 * 60 * 1000;

/** Most keys of a buyer that wait: each is a press whose answer was lost. The oldest goes first. */
export const MOST_KEPT = 20;

/**
 * Answers that say nothing about an earlier try whose answer was lost: it may have been stored. The
 * sign-in had expired, the price was another one, or the shop was asked too much.
 */
const UNDECIDED = new Set([undefined, 401, 408, 409, 429]);

/** True when the order may or may not have been stored: a server error, or no answer at all. */
const leavesOpen = (status) => UNDECIDED.has(status) || status >= 500;

/** 128 random bits. `crypto.randomUUID` is missing on a plain-http page; this is there everywhere. */
export function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const isKept = (one) => ["wish", "key"].every((name) => typeof one?.[name] === "string");

/** The keys of one buyer. A `wish` names what was ordered. */
export function createIdempotencyKeys({ userId, storage = pageStorage, newKey = randomKey, now = Date.now }) {
  const name = `checkout-keys.${userId}`;

  /** Read anew each time: another tab may have written. */
  function waiting() {
    const stored = storage.read(name);
    const isYoung = ({ at }) => Math.abs(now() - at) < KEPT_MS;
    return Array.isArray(stored) ? stored.filter((one) => isKept(one) && isYoung(one)) : [];
  }

  return {
    keyOf(wish) {
      const kept = waiting();
      const key = kept.find((one) => one.wish === wish)?.key ?? newKey();
      const others = kept.filter((one) => one.wish !== wish);
      storage.write(name, [{ wish, key, at: now() }, ...others].slice(0, MOST_KEPT));
      return key;
    },
    /** The shop answered with this HTTP status. After a definite answer the same wish is a new order. */
    answered(key, status) {
      if (!leavesOpen(status)) storage.write(name, waiting().filter((one) => one.key !== key));
    },
  };
}
