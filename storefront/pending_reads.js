// Reads the state of an order that stays PENDING, in case its pushed end does not arrive. A read is a
// request to the shop: it is counted, and the page shows the count.

export const FIRST_READ_MS = 5_000;
export const LAST_READ_MS = 300_000;

/**
 * `read(orderId)` asks the shop once and may reject. `isPending(orderId)` is false once the order has
 * ended, or is no longer shown.
 */
export function createPendingReads({
  read, isPending, setTimer = (act, ms) => setTimeout(act, ms), clearTimer = (timer) => clearTimeout(timer),
}) {
  const waiting = new Map(); // order id -> its timer
  let closed = false;

  function readLater(orderId, ms) {
    waiting.set(orderId, setTimer(() => readNow(orderId, ms), ms));
  }

  async function readNow(orderId, ms) {
    if (closed || !isPending(orderId)) {
      waiting.delete(orderId);
      return;
    }
    await read(orderId).catch(() => {}); // the next read may succeed
    if (closed || !isPending(orderId)) waiting.delete(orderId);
    else readLater(orderId, Math.min(2 * ms, LAST_READ_MS));
  }

  return {
    /** Reads the order after a while, and ever more seldom, as long as it is pending. */
    watch(orderId) {
      if (!closed && !waiting.has(orderId) && isPending(orderId)) readLater(orderId, FIRST_READ_MS);
    },
    /** The order has ended: no read is due any more. */
    ended(orderId) {
      clearTimer(waiting.get(orderId));
      waiting.delete(orderId);
    },
    close() {
      closed = true;
      for (const timer of waiting.values()) clearTimer(timer);
      waiting.clear();
    },
  };
}
