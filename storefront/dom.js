// Elements, built with textContent only: nothing a server says is ever read as markup.

const CONNECTION = {
  connecting: "Connecting…",
  live: "Live",
  reconnecting: "Reconnecting…",
  closed: "Offline",
};

export const $ = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function showConnection(state) {
  $("connection").dataset.state = state;
  $("connection").textContent = CONNECTION[state] ?? state;
}

/**
 * Where there is one column the orders come before the products, else after them. They are moved
 * and not only drawn elsewhere: the keyboard and a screen reader go the way that the eye goes.
 */
export function placeOrders(oneColumn = matchMedia("(max-width: 52rem)")) {
  const [orders, products] = [$("order-section"), $("product-section")];
  const place = () => {
    const focused = document.activeElement;
    products[oneColumn.matches ? "before" : "after"](orders);
    if (orders.contains(focused)) focused.focus();
  };
  oneColumn.addEventListener("change", place);
  place();
}
