// An order in the list. Its element is made once and updated, so that its link keeps the focus.

import { el, setText } from "./dom.js";
import { money } from "./money.js";
import { suggestion } from "./order_state.js";
import { offerOf, readsOf, textsOf, titleOf, whenOf } from "./order_texts.js";

/** `onShow(productId)` is called when the buyer follows the suggestion of another product. */
export function orderListItem(order, onShow) {
  let other = null;
  const [title, status, sentence] = [el("strong"), el("span", { class: "status" }), el("p")];
  const link = el("button", { type: "button", class: "link", onclick: () => onShow(other.productId) });
  const instead = el("p", { class: "instead" }, "In stock instead: ", link);
  const [paid, when, reads] = [el("span"), el("time"), el("p", { class: "muted small" })];
  const element = el("li", { "data-order-id": order.orderId },
    el("div", { class: "order-head" }, title, status),
    sentence,
    reads,
    instead,
    el("p", { class: "muted small facts-of-order" }, paid, when,
      el("code", { title: order.orderId }, order.orderId.slice(0, 12))));

  function update(changed, products) {
    const texts = textsOf(changed);
    element.dataset.status = changed.status;
    element.toggleAttribute("data-resolved", Boolean(changed.resolvedAs));
    setText(title, titleOf(changed, products));
    status.textContent = texts.label;
    sentence.textContent = texts.sentence;
    element.dataset.reads = changed.reads ?? 0;
    reads.textContent = readsOf(changed);
    reads.hidden = !changed.reads;
    paid.textContent = changed.amountMinor ? money(changed.amountMinor, changed.currency) : "";
    paid.hidden = !paid.textContent;
    when.textContent = whenOf(changed.at);
    when.dateTime = changed.at.toISOString();
    other = suggestion(changed, products);
    instead.hidden = other === null;
    if (other) setText(link, offerOf(other));
  }

  return { element, update };
}
