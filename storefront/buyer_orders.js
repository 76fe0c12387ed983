// One buyer's orders on the page: placed here, pushed, or asked for.

import { $ } from "./dom.js";
import { createKeyedList } from "./keyed_list.js";
import { orderListItem } from "./order_list_item.js";
import { orderMemory } from "./order_memory.js";
import { createOrderState } from "./order_state.js";
import { announcementOf } from "./order_texts.js";
import { createPendingReads } from "./pending_reads.js";
import { showProduct } from "./product_card.js";

/**
 * `ask(orderId)` answers GET /orders/{id}. `onEnded()` is called after an order has ended. `parts`
 * replaces the browser's timers in tests.
 */
export function createBuyerOrders({ userId, ask, onEnded, productList, statusLine, parts }) {
  const orders = createOrderState();
  const memory = orderMemory(userId);
  const show = createKeyedList(
    $("orders"), (order) => order.orderId, (order) => orderListItem(order, showProduct));
  const isPending = (orderId) => orders.get(orderId)?.status === "PENDING";
  const reads = createPendingReads({ read: readPending, isPending, ...parts });
  const announced = new Set(); // orders whose end was said: by a read, a push may follow
  let closed = false; // then answers that arrive late belong to a buyer who signed out

  function draw() {
    if (closed) return;
    const all = orders.all();
    $("no-orders").hidden = all.length > 0;
    show(all, productList.products());
    for (const { orderId } of all) reads.watch(orderId);
  }

  function announce(order) {
    if (order.status !== "PENDING") announced.add(order.orderId);
    if (!closed) statusLine.say(announcementOf(order, productList.products()));
  }

  /** The order's end was not pushed for a while: a read, which counts. */
  async function readPending(orderId) {
    orders.read(orderId);
    draw();
    const answer = await ask(orderId);
    if (closed || !isPending(orderId)) return; // pushed meanwhile
    const order = orders.fetched({ ...answer, endedByRead: answer.status !== "PENDING" });
    draw();
    if (isPending(orderId)) return;
    announce(order);
    onEnded();
  }

  /** Answers show orders as they are now. One may be the first to say that a pending order ended. */
  async function lookUp(orderIds) {
    const answers = await Promise.allSettled([...new Set(orderIds)].map(ask));
    if (closed) return;
    const found = answers.filter((one) => one.status === "fulfilled").map((one) => one.value);
    const ended = found
      .filter((one) => isPending(one.orderId) && one.status !== "PENDING").map((one) => one.orderId);
    for (const answer of found) {
      orders.fetched({ ...answer, endedByRead: ended.includes(answer.orderId) || undefined });
    }
    const over = ended.filter((orderId) => !isPending(orderId)); // of an answer that can be read
    draw();
    const failed = answers.find((one) => one.status === "rejected" && one.reason.status !== 404);
    if (failed) statusLine.say(`Some orders could not be looked up. ${failed.reason.message}`, true);
    for (const orderId of over) {
      reads.ended(orderId);
      announce(orders.get(orderId));
    }
    if (over.length > 0) onEnded();
  }

  const idsOf = (some) => some.map((order) => order.orderId);

  return {
    draw,
    /**
     * The checkout's answer. The end of the order may have been pushed before it arrives. After `close()`
     * the order is only remembered: its buyer finds it at the next sign-in.
     */
    placed(order, details) {
      const known = orders.placed(order, details);
      memory.add(order.orderId);
      draw();
      announce(known);
    },
    /**
     * A pushed event. It may be about an order of an earlier visit, or about no order. The end of an
     * order that this browser never showed is not announced: a first visit gets many at once.
     */
    async heard(event) {
      const isKnown = orders.has(event.subject) || memory.read().includes(event.subject);
      const order = orders.heard(event);
      if (!order) return;
      reads.ended(order.orderId);
      const awaited = isKnown && !announced.has(order.orderId);
      draw();
      if (!orders.knows(order.orderId)) {
        memory.add(order.orderId);
        await lookUp([order.orderId]); // the event does not say what was ordered
      }
      await productList.loaded(); // for the products' names
      if (closed) return;
      if (awaited) announce(orders.get(order.orderId));
      onEnded();
    },
    /** After signing in, and when pushed events were lost for good. */
    recall: () => lookUp([...memory.read(), ...idsOf(orders.all())]),
    /** After a reconnect: ask whether orders that needed attention were resolved. */
    recallAttended: () => lookUp(idsOf(orders.attended())),
    close() {
      reads.close();
      show([]);
      closed = true;
    },
  };
}
