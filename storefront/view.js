// Elements, built with textContent only: nothing a server says is ever read as markup.

import { suggestion } from "./orders.js";

export const MOST_OF_ONE = 99;

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

/** A letter tile in place of a photograph; its hue comes from the name, so it stays the same. */
function tile(product) {
  const hue = [...product.productId].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 3) % 6;
  return el("div", { class: `tile hue-${hue}`, "aria-hidden": "true" }, product.name.slice(0, 1));
}

function stepper(product, quantity, onQuantity) {
  const field = el("input", {
    type: "number", min: 1, max: MOST_OF_ONE, value: quantity, inputmode: "numeric",
    "aria-label": `Quantity of ${product.name}`,
  });
  const set = (wanted) => {
    field.value = Math.min(MOST_OF_ONE, Math.max(1, Math.trunc(Number(wanted)) || 1));
    onQuantity(Number(field.value));
  };
  field.addEventListener("change", () => set(field.value));
  const step = (by, sign, word) =>
    el("button", {
      type: "button", "aria-label": `${word} ${product.name}`, onclick: () => set(Number(field.value) + by),
    }, sign);
  return el("div", { class: "stepper" }, step(-1, "−", "One less"), field, step(1, "+", "One more"));
}

export function productCard(product, { quantity, onQuantity, onCheckout, canBuy }) {
  const soldOut = product.stock < 1;
  const stock = soldOut ? "Sold out" : product.stock < 6 ? `Only ${product.stock} left` : `${product.stock} in stock`;
  const hint =
    "You can still order. Stock is confirmed after payment; if there is none, you are refunded at once.";
  const buy = el("button", {
    type: "button", class: "primary", "data-action": "checkout", disabled: !canBuy,
    "aria-label": `Checkout ${product.name}`, onclick: (click) => onCheckout(click.currentTarget),
  }, "Checkout");
  return el("article", { "data-product-id": product.productId },
    tile(product),
    el("div", { class: "about" },
      el("h3", {}, product.name),
      el("p", { class: "muted" }, product.description ?? ""),
      el("p", { class: "facts" },
        el("strong", {}, money(product.unitPriceMinor, product.currency)),
        el("span", { class: soldOut ? "stock none" : "stock" }, stock)),
      soldOut ? el("p", { class: "hint" }, hint) : null),
    el("div", { class: "buy" }, stepper(product, quantity, onQuantity), buy));
}

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

/** A redraw of the products must not throw a keyboard user back to the top of the page. */
export function keepFocus(redraw) {
  const focused = document.activeElement;
  const label = focused?.closest?.("article") && focused.getAttribute("aria-label");
  redraw();
  if (label) document.querySelector(`[aria-label="${CSS.escape(label)}"]`)?.focus();
}

export function showProduct(productId) {
  const card = document.querySelector(`article[data-product-id="${CSS.escape(productId)}"]`);
  card?.scrollIntoView({ block: "center" });
  card?.querySelector("[data-action=checkout]")?.focus({ preventScroll: true });
}
