// One buyer's orders on the page: placed here, pushed, or asked for.

import { createCorrection } from "./correction.js";
import { $ } from "./dom.js";
import { createFailedLookUps } from "./failed_look_ups.js";
import { createKeyedList } from "./keyed_list.js";
import { orderListItem, showOrder } from "./order_list_item.js";
import { orderMemory } from "./order_memory.js";
import { createOrderState, suggestion } from "./order_state.js";
import { announcementOf, earlierOf, isCorrection } from "./order_texts.js";
import { createPendingReads } from "./pending_reads.js";
import { showProduct } from "./product_card.js";

/**
 * `ask(orderId)` answers GET /orders/{id}. `onEnded()` is called after an order has ended. `buy(product,
 * button)` orders one and answers the order's id, or null. `parts`
 * replaces the browser's timers in tests.
 */
export function createBuyerOrders({ userId, ask, buy, onEnded, productList, statusLine, parts }) {
  const orders = createOrderState();
  const memory = orderMemory(userId);
  const show = createKeyedList(
    $("orders"), (order) => order.orderId, (order) => orderListItem(order, showProduct, orderInstead));
  const correction = createCorrection({ onInstead: orderInstead });
  const isPending = (orderId) => orders.get(orderId)?.status === "PENDING";
  const reads = createPendingReads({ read: readPending, isPending, ...parts });
  const announced = new Set(); // orders whose end was said: by a read, a push may follow
  const failed = createFailedLookUps({ say: statusLine.say, now: parts?.now });
  let closed = false; // then answers that arrive late belong to a buyer who signed out

  function draw() {
    if (closed) return;
    const all = orders.all();
    $("no-orders").hidden = all.length > 0;
    $("orders").hidden = all.length === 0;
    show(all, productList.products());
    correction.draw(orders.get, productList.products());
    for (const { orderId } of all) reads.watch(orderId);
  }

  function announce(order) {
    if (order.status !== "PENDING") announced.add(order.orderId);
    if (closed) return;
    if (!isCorrection(order)) {
      statusLine.say(announcementOf(order, productList.products()));
      return;
    }
    statusLine.say(""); // that it was placed is no longer true, and each thing is said once
    correction.add(order.orderId);
    draw();
  }

  /** Orders one of what is suggested in place of an order that was out of stock. */
  async function orderInstead(orderId, button) {
    const other = suggestion(orders.get(orderId), productList.products());
    const placed = other && await buy(other, button);
    if (!placed || closed) return;
    orders.replaced(orderId, placed);
    correction.drop(orderId);
    draw();
    showOrder(placed); // the pressed button is gone: the focus needs a place
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
  async function lookUp(orderIds, say = announce) {
    const asked = [...new Set(orderIds)];
    const answers = await Promise.allSettled(asked.map(ask));
    if (closed) return;
    const found = answers.filter((one) => one.status === "fulfilled").map((one) => one.value);
    const ended = found
      .filter((one) => isPending(one.orderId) && one.status !== "PENDING").map((one) => one.orderId);
    for (const answer of found) {
      orders.fetched({ ...answer, endedByRead: ended.includes(answer.orderId) || undefined });
    }
    const over = ended.filter((orderId) => !isPending(orderId)); // of an answer that can be read
    draw();
    failed.note(asked, answers);
    for (const orderId of over) {
      reads.ended(orderId);
      say(orders.get(orderId));
    }
    if (over.length > 0) onEnded();
  }

  const idsOf = (some) => some.map((order) => order.orderId);
  const known = () => new Set([...memory.read(), ...idsOf(orders.all())]);

  return {
    draw,
    /** The ids of the orders that this page or this browser knows. */
    known,
    /**
     * The checkout's answer. The end of the order may have been pushed before it arrives. After `close()`
     * the order is only remembered: its buyer finds it at the next sign-in. `wasKnown`: before the press.
     * The shop then took the press for the retry of an earlier one, as where the order has ended already.
     */
    placed(answer, details, wasKnown = false) {
      const order = orders.placed(answer, details);
      memory.add(order.orderId);
      draw();
      if (!wasKnown && answer.status === "PENDING") announce(order);
      else if (!closed) {
        if (order.status !== "PENDING") announced.add(order.orderId);
        statusLine.say(earlierOf(order, productList.products()));
        lookUp([order.orderId], () => {}); // when it was placed; its end is no news to talk over this
      }
    },
    /**
     * A pushed event. It may be about an order of an earlier visit, or about no order. The end of an
     * order that this browser never showed is not announced: a first visit gets many at once.
     */
    async heard(event) {
      const before = known();
      const order = orders.heard(event);
      if (!order) return;
      reads.ended(order.orderId);
      const awaited = before.has(order.orderId) && !announced.has(order.orderId);
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
    recall: () => lookUp(known()),
    /** After a reconnect: ask whether orders that needed attention were resolved. */
    recallAttended: () => lookUp(idsOf(orders.attended())),
    /** The shop answers again: ask for what was asked for in vain. */
    recallUnanswered: () => failed.repeat(lookUp),
    close() {
      reads.close();
      correction.close();
      show([]);
      closed = true;
    },
  };
}
