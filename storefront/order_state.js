// The buyer's orders as this page knows them. An outcome may be pushed before the checkout's own
// answer has arrived; both are merged here, and a terminal status never goes back to pending.

const TERMINAL = new Set(["FINALIZED", "REFUNDED", "DECLINED", "NEEDS_ATTENTION"]);

const REMEMBERED = 20;

/** The numbers of this user's last orders, newest first, so that a reload can ask for them. */
export function orderMemory(user, storage = globalThis.localStorage) {
  const key = `orders.${user}`;
  const read = () => {
    try {
      const stored = JSON.parse(storage.getItem(key) ?? "[]");
      return Array.isArray(stored) ? stored.filter((one) => typeof one === "string") : [];
    } catch {
      return [];
    }
  };
  return {
    read,
    add(orderId) {
      const ids = [orderId, ...read().filter((one) => one !== orderId)].slice(0, REMEMBERED);
      try {
        storage.setItem(key, JSON.stringify(ids));
      } catch {
        // Refused storage: the list then lasts as long as the page.
      }
    },
  };
}

export function createOrderState() {
  const orders = new Map();

  function merge(orderId, changes) {
    const before = orders.get(orderId) ?? { orderId, status: "PENDING", at: new Date() };
    // A field that an answer does not have says nothing: it may have been on its way since before.
    const told = Object.entries(changes).filter(([, value]) => value !== undefined);
    const after = { ...before, ...Object.fromEntries(told) };
    if (TERMINAL.has(before.status)) after.status = before.status;
    orders.set(orderId, after);
    return after;
  }

  return {
    placed: ({ orderId, status }, details) => merge(orderId, { ...details, status }),
    /** A pushed CloudEvent; answers the order, or null when the event is not about one. */
    heard(event) {
      const { orderId, status, reason } = event.data ?? {};
      if (!orderId || !TERMINAL.has(status)) return null;
      const first = orders.has(orderId) ? {} : { at: new Date(event.time) };
      return merge(orderId, { status, reason, ...first });
    },
    /** What GET /orders/{id} answered. */
    fetched: ({ orderId, status, reason, resolvedAs, lines, amountMinor, currency, createdAt }) =>
      merge(orderId, {
        status, reason, resolvedAs, lines, amountMinor, currency, at: new Date(createdAt),
      }),
    has: (orderId) => orders.has(orderId),
    get: (orderId) => orders.get(orderId),
    knows: (orderId) => Boolean(orders.get(orderId)?.lines),
    /** Those that a person looks at: no event says that they were put right, only the shop does. */
    attended: () =>
      [...orders.values()].filter((one) => one.status === "NEEDS_ATTENTION" && !one.resolvedAs),
    all: () => [...orders.values()].sort((a, b) => b.at - a.at),
  };
}

/** For an order that was out of stock: what else is there, nearest in price; null if nothing. */
export function suggestion(order, products) {
  if (order.status !== "REFUNDED" || order.reason !== "OutOfStock") return null;
  const ordered = new Set((order.lines ?? []).map((line) => line.productId));
  const wanted = products.find((one) => ordered.has(one.productId));
  const distance = (one) => Math.abs(one.unitPriceMinor - (wanted?.unitPriceMinor ?? 0));
  const choices = products.filter((one) => one.stock > 0 && !ordered.has(one.productId));
  return choices.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}
