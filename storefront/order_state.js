// The buyer's orders as this page knows them. An outcome may be pushed before the checkout's answer
// arrives. Both are merged here, and a terminal status never becomes PENDING again.

const TERMINAL = new Set(["FINALIZED", "REFUNDED", "DECLINED", "NEEDS_ATTENTION"]);

export function createOrderState() {
  const orders = new Map();

  function merge(orderId, changes) {
    const before = orders.get(orderId) ?? { orderId, status: "PENDING", at: new Date() };
    // A missing field does not delete a known one: the answer may be older than what is known.
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const after = { ...before, ...Object.fromEntries(given) };
    if (TERMINAL.has(before.status)) after.status = before.status;
    orders.set(orderId, after);
    return after;
  }

  return {
    /** The checkout's answer, and what the page knows itself; the answer's amount is the one charged. */
    placed: ({ orderId, ...answer }, details) => merge(orderId, { ...details, ...answer }),
    /** The page asks the shop for the state of a pending order. */
    read: (orderId) => merge(orderId, { reads: (orders.get(orderId)?.reads ?? 0) + 1 }),
    /** A pushed CloudEvent. Answers the order, or null for an event that does not end an order. */
    heard(event) {
      const { orderId, status, reason } = event.data ?? {};
      if (!orderId || !TERMINAL.has(status)) return null;
      const first = orders.has(orderId) ? {} : { at: new Date(event.time) };
      return merge(orderId, { status, reason, ...first });
    },
    /** The answer of GET /orders/{id}; each of its fields becomes a field of the order here. */
    fetched: (answer) => merge(answer.orderId, { ...answer, at: new Date(answer.createdAt) }),
    has: (orderId) => orders.has(orderId),
    get: (orderId) => orders.get(orderId),
    knows: (orderId) => Boolean(orders.get(orderId)?.lines),
    /** Orders that an operator looks at. No event says that one was resolved: ask the shop. */
    attended: () =>
      [...orders.values()].filter((one) => one.status === "NEEDS_ATTENTION" && !one.resolvedAs),
    all: () => [...orders.values()].sort((a, b) => b.at - a.at),
  };
}

/** For an order that was out of stock: the product in stock that is nearest in price, or null. */
export function suggestion(order, products) {
  if (order.status !== "REFUNDED" || order.reason !== "OutOfStock") return null;
  const ordered = new Set((order.lines ?? []).map((line) => line.productId));
  const wanted = products.find((one) => ordered.has(one.productId));
  const distance = (one) => Math.abs(one.unitPriceMinor - (wanted?.unitPriceMinor ?? 0));
  const choices = products.filter((one) => one.stock > 0 && !ordered.has(one.productId));
  return choices.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}
