// Elements, built with textContent only: nothing a server says is ever read as markup.

import { suggestion } from "./orders.js";
import { money, titleOf, wordsOf } from "./words.js";

const CONNECTION = {
  connecting: "Connecting…",
  live: "Live",
  reconnecting: "Reconnecting…",
  closed: "Offline",
};

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function orderItem(order, products, onShow) {
  const other = suggestion(order, products);
  const { label, sentence } = wordsOf(order);
  const paid = order.amountMinor ? money(order.amountMinor, order.currency) : "";
  return el("li", { "data-order-id": order.orderId, "data-status": order.status,
    "data-resolved": order.resolvedAs },
    el("div", { class: "order-head" },
      el("strong", {}, titleOf(order, products)),
      el("span", { class: "status" }, label)),
    el("p", {}, sentence),
    other ? el("p", { class: "instead" }, "In stock instead: ",
      el("button", { type: "button", class: "link", onclick: () => onShow(other.productId) },
        `${other.name}, ${money(other.unitPriceMinor, other.currency)}`)) : null,
    el("p", { class: "muted small" },
      el("span", {}, paid),
      el("time", { datetime: order.at.toISOString() },
        order.at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })),
      el("code", { title: order.orderId }, order.orderId.slice(0, 12))));
}

export function showConnection(badge, state) {
  badge.dataset.state = state;
  badge.textContent = CONNECTION[state] ?? state;
}
