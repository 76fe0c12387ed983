// An order in the list. Its element is made once and updated, so that what is in it keeps the focus.

import { el, setText } from "./dom.js";
import { isolated } from "./isolated.js";
import { money } from "./money.js";
import { suggestion } from "./order_state.js";
import { offerOf, readsOf, textsOf, titleOf, whenOf } from "./order_texts.js";

/**
 * Of another product that is suggested the buyer looks at the card, `onShow(productId)`, or orders one at
 * once, `onInstead(orderId, button)`.
 */
export function orderListItem(order, onShow, onInstead) {
  let [other, status] = [null];
  const [title, label, sentence] = [el("strong"), el("span", { class: "status" }), el("p")];
  const link = el("button", { type: "button", class: "link", onclick: () => onShow(other.productId) });
  const which = el("span", { class: "unseen" }); // the button's name is more than what it shows
  const take = el("button", { type: "button", "data-action": "instead", onclick: () => onInstead(order.orderId, take) },
    "Order this instead", which);
  const instead = el("div", { class: "instead" }, el("p", {}, "In stock instead: ", link), take);
  const [paid, when, reads] = [el("span"), el("time"), el("p", { class: "muted small" })];
  const element = el("li", { "data-order-id": order.orderId, tabindex: -1 },
    el("div", { class: "order-head" }, title, label),
    sentence,
    reads,
    instead,
    el("p", { class: "muted small facts-of-order" }, paid, when,
      el("code", { title: order.orderId }, order.orderId.slice(0, 12))));

  function update(changed, products) {
    const texts = textsOf(changed);
    if (status === "PENDING" && changed.status !== status) element.dataset.changed = ""; // orders.css marks it
    status = changed.status;
    element.dataset.status = changed.status;
    element.toggleAttribute("data-resolved", Boolean(changed.resolvedAs));
    setText(title, titleOf(changed, products));
    label.textContent = texts.label;
    setText(sentence, texts.sentence);
    element.dataset.reads = changed.reads ?? 0;
    reads.textContent = readsOf(changed);
    reads.hidden = !changed.reads;
    paid.textContent = changed.amountMinor ? money(changed.amountMinor, changed.currency) : "";
    paid.hidden = !paid.textContent;
    when.textContent = whenOf(changed.at);
    when.dateTime = changed.at.toISOString();
    other = suggestion(changed, products);
    instead.hidden = other === null;
    if (!other) return;
    setText(link, offerOf(other));
    setText(which, `: ${isolated(other.name)}`);
  }

  return { element, update };
}

/** Brings an order into sight, and the focus to it. */
export function showOrder(orderId) {
  const item = document.querySelector(`li[data-order-id="${CSS.escape(orderId)}"]`);
  item?.scrollIntoView({ block: "nearest" });
  item?.focus({ preventScroll: true });
}
