// Elements, built with textContent only: nothing a server says is ever read as markup.

import { suggestion } from "./orders.js";

const STATUS = {
  PENDING: ["Pending", "Payment and stock are being checked. You need not reload."],
  FINALIZED: ["Finalized", "Paid and reserved. It is on its way to you."],
  REFUNDED: ["Refunded", "Sold out before we could reserve it. Your payment went back in full."],
  DECLINED: ["Declined", "The payment was declined. You have not been charged."],
  NEEDS_ATTENTION: ["Needs attention", "Something went wrong. A person is looking at this order."],
};

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

export function money(minor, currency) {
  const format = new Intl.NumberFormat(undefined, { style: "currency", currency });
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

export const statusLabel = (status) => (STATUS[status] ?? [status])[0];

function orderTitle(order, products) {
  const name = (line) => products.find((one) => one.productId === line.productId)?.name ?? line.productId;
  if (!order.lines) return `Order ${order.orderId.slice(4, 12)}`;
  return order.lines.map((line) => `${line.quantity} × ${name(line)}`).join(", ");
}

export function orderItem(order, products, onShow) {
  const other = order.status === "REFUNDED" ? suggestion(order, products) : null;
  const [label, sentence] = STATUS[order.status] ?? [order.status, ""];
  const paid = order.amountMinor ? money(order.amountMinor, order.currency) : "";
  return el("li", { "data-order-id": order.orderId, "data-status": order.status },
    el("div", { class: "order-head" },
      el("strong", {}, orderTitle(order, products)),
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
