// Builds elements from text nodes only, so that no answer of a server is read as markup.

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
 * Puts the orders before the products where the page has one column, and after them otherwise. The
 * elements are moved, not only styled: a keyboard and a screen reader follow the order of elements.
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
