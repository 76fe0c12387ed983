// One buyer's orders on the page: what was placed here, what was pushed, what the shop answers.

import { $ } from "./dom.js";
import { createKeyedList } from "./keyed_list.js";
import { orderListItem } from "./order_list_item.js";
import { createOrderState, orderMemory } from "./order_state.js";
import { announcementOf } from "./order_texts.js";
import { showProduct } from "./product_card.js";

/** `ask(orderId)` answers the order as the shop has it; `onEnded()` after an order has ended. */
export function createBuyerOrders({ userId, ask, onEnded, productList, statusLine }) {
  const orders = createOrderState();
  const memory = orderMemory(userId);
  const show = createKeyedList(
    $("orders"), (order) => order.orderId, (order) => orderListItem(order, showProduct));
  let closed = false; // another buyer may have signed in before an answer is here

  function draw() {
    if (closed) return;
    const all = orders.all();
    $("no-orders").hidden = all.length > 0;
    show(all, productList.products());
  }

  async function lookUp(orderIds) {
    const answers = await Promise.allSettled([...new Set(orderIds)].map(ask));
    if (closed) return;
    for (const { status, value } of answers) if (status === "fulfilled") orders.fetched(value);
    if (answers.some((one) => one.status === "rejected" && one.reason.status !== 404)) {
      statusLine.say("Some orders could not be looked up. Reload the page to try again.", true);
    }
    draw();
  }

  const idsOf = (some) => some.map((order) => order.orderId);

  return {
    draw,
    placed(order, details) {
      orders.placed(order, details);
      memory.add(order.orderId);
      draw();
    },
    /**
     * A pushed event; it may be about an order of an earlier visit, or about none. The end of one that
     * this browser never showed is old news, of which a first visit gets all at once.
     */
    async heard(event) {
      const awaited = orders.has(event.subject) || memory.read().includes(event.subject);
      const order = orders.heard(event);
      if (!order) return;
      draw();
      if (!orders.knows(order.orderId)) {
        memory.add(order.orderId);
        await lookUp([order.orderId]); // the event says how it ended, not what was in it
      }
      await productList.loaded(); // for the names
      if (closed) return;
      if (awaited) statusLine.say(announcementOf(orders.get(order.orderId), productList.products()));
      onEnded();
    },
    /** After signing in, and when pushed events were lost for good. */
    recall: () => lookUp([...memory.read(), ...idsOf(orders.all())]),
    /** After a reconnect: whether those that a person looked at were put right. */
    recallAttended: () => lookUp(idsOf(orders.attended())),
    close() {
      show([]);
      closed = true;
    },
  };
}
