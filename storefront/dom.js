// Builds elements from text nodes only, so that no answer of a server is read as markup.

import { connectionTexts } from "./connection_texts.js";
import { partsOf } from "./isolated.js";

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

/** Shows the text in the element; its isolated parts (isolated.js) become `<bdi>` elements. */
export function setText(element, text) {
  const parts = partsOf(String(text));
  if (!parts.some((part) => part.isolated)) element.textContent = text;
  else element.replaceChildren(...parts.map((part) => (part.isolated ? el("bdi", {}, part.text) : part.text)));
}

/** The state of the connection, and what it means for the buyer where that is more than a moment. */
export function showConnection(state, code) {
  const { chip, words, button } = connectionTexts(state, code);
  $("connection").dataset.state = state;
  $("connection").textContent = chip;
  if ($("connection-words").textContent !== words) $("connection-words").textContent = words;
  $("connection-more").classList.toggle("filled", words !== "");
  const retry = $("connection-retry");
  // A hidden button loses the focus, which needs a place.
  if (button === "" && document.activeElement === retry) $("products-title").focus({ preventScroll: true });
  retry.textContent = button;
  retry.hidden = button === "";
}

/** What the last buyer typed into the cards goes with him. */
export function clearQuantities() {
  for (const field of document.querySelectorAll("#products input")) field.value = field.defaultValue;
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
