// What a buyer must not overlook: an order that this page showed as accepted ended otherwise. It is said
// in the header, which is in sight at any scroll position, until the buyer has seen to it.

import { $, el, setText } from "./dom.js";
import { suggestion } from "./order_state.js";
import { correctionOf, offerOf, textsOf } from "./order_texts.js";

/** `onInstead(orderId, button)` orders one of what is suggested in place of an order. */
export function createCorrection({ onInstead }) {
  const title = document.title;
  let orderIds = []; // the newest is the last one
  let written = ""; // what is written again is read aloud again

  function write(order, texts) {
    const text = order ? `${texts.title} ${texts.sentence}` : "";
    if (text === written) return;
    written = text;
    const [what, why] = [el("strong"), el("span")];
    if (order) {
      setText(what, texts.title);
      setText(why, texts.sentence);
    }
    $("correction-words").replaceChildren(
      ...(order ? [what, el("span", { class: "unseen" }, ". "), why] : []));
    document.title = order ? `${textsOf(order).label}: see your orders` : title; // also seen on other tabs
  }

  /** `get(orderId)` answers an order as it is now. */
  function draw(get, products) {
    const order = get(orderIds.at(-1));
    write(order, order && correctionOf(order, products, orderIds.length - 1));
    const other = order ? suggestion(order, products) : null;
    $("correction").dataset.status = order?.status ?? "";
    $("correction").classList.toggle("filled", Boolean(order));
    $("correction-actions").hidden = !order;
    $("correction-take").hidden = !other;
    if (other) setText($("correction-take"), `Order ${offerOf(other)}`);
    $("correction-take").onclick = order ? () => onInstead(order.orderId, $("correction-take")) : null;
  }

  function close() {
    orderIds = [];
    draw(() => undefined, []);
  }

  $("correction-close").onclick = () => {
    close();
    $("orders-title").focus({ preventScroll: true }); // the pressed button is gone: the focus needs a place
  };

  return {
    /** Call `draw` afterwards. */
    add(orderId) {
      orderIds = [...orderIds.filter((one) => one !== orderId), orderId];
    },
    /** It needs no further notice. Call `draw` afterwards. */
    drop(orderId) {
      orderIds = orderIds.filter((one) => one !== orderId);
    },
    draw,
    close,
  };
}
