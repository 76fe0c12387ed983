// The buyer's orders as this page knows them. An outcome may be pushed before the checkout's answer
// arrives. Both are merged here, and a terminal status never becomes PENDING again.

import { readOrder, readOutcome, STATUS_BY_TYPE } from "./order_events.js";
import { createTeller } from "./told_once.js";

const TERMINAL = new Set(Object.values(STATUS_BY_TYPE));
const UNREADABLE = "The shop's answer could not be read, but your order may have been placed. "
  + "Please reload the page to see it.";

/** `tell(text, id, value)` tells a developer of what was left out. */
export function createOrderState(tell = createTeller()) {
  const orders = new Map();

  const telling = (what, id, whole) => (field) => tell(`${what} has a wrong ${field}:`, id, whole);

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
    /**
     * The checkout's answer, and what the page knows itself; the answer's amount is the one charged.
     * Throws a sentence for the buyer where the answer is not an order.
     */
    placed(answer, details) {
      const order = readOrder(answer, telling("The checkout's answer", answer?.orderId, answer));
      if (!order) throw new Error(UNREADABLE);
      return merge(order.orderId, { ...details, ...order });
    },
    /** The page asks the shop for the state of a pending order. */
    read: (orderId) => merge(orderId, { reads: (orders.get(orderId)?.reads ?? 0) + 1 }),
    /** A pushed CloudEvent. Answers the order, or null for an event that does not end an order. */
    heard(event) {
      const outcome = readOutcome(event, telling("An event", event?.id, event));
      if (!outcome) return null;
      const { orderId, at, ...end } = outcome;
      return merge(orderId, orders.has(orderId) ? end : { ...end, at });
    },
    /**
     * The answer of GET /orders/{id}; each of its fields becomes a field of the order here. Answers the
     * order, or null where the answer is not one.
     */
    fetched(answer) {
      const order = readOrder(answer, telling("The answer with an order", answer?.orderId, answer));
      return order && merge(order.orderId, order);
    },
    /** The buyer has ordered another product in its place: no further one is suggested. */
    replaced: (orderId, insteadId) => merge(orderId, { insteadId }),
    has: (orderId) => orders.has(orderId),
    get: (orderId) => orders.get(orderId),
    knows: (orderId) => Boolean(orders.get(orderId)?.lines),
    /** Orders that an operator looks at. No event says that one was resolved: ask the shop. */
    attended: () =>
      [...orders.values()].filter((one) => one.status === "NEEDS_ATTENTION" && !one.resolvedAs),
    all: () => [...orders.values()].sort((a, b) => b.at - a.at),
  };
}

/**
 * For an order that was out of stock: the product in stock that is nearest in price, or null. Prices in
 * another currency cannot be compared.
 */
export function suggestion(order, products) {
  if (order.status !== "REFUNDED" || order.reason !== "OutOfStock" || order.insteadId) return null;
  const ordered = new Set((order.lines ?? []).map((line) => line.productId));
  const wanted = products.find((one) => ordered.has(one.productId));
  const distance = (one) => Math.abs(one.unitPriceMinor - (wanted?.unitPriceMinor ?? 0));
  const choices = products.filter((one) =>
    one.stock > 0 && !ordered.has(one.productId) && one.currency === (wanted ?? order).currency);
  return choices.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}
