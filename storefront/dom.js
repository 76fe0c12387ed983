// Builds elements from text nodes only, so that no answer of a server is read as markup.

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

/** What is written again is read aloud again. */
function setIfOther(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The state of the connection, and what it means for the buyer: texts of connection_texts.js. */
export function showConnection(state, { chip, words, button, isBusy }) {
  $("connection").dataset.state = state;
  setIfOther($("connection"), chip);
  setIfOther($("connection-words"), words);
  $("connection-more").classList.toggle("filled", words !== "");
  const retry = $("connection-retry");
  // A hidden button loses the focus, which needs a place. `disabled` would lose it too.
  if (button === "" && document.activeElement === retry) $("products-title").focus({ preventScroll: true });
  setIfOther(retry, button);
  retry.hidden = button === "";
  if (isBusy) retry.setAttribute("aria-disabled", "true");
  else retry.removeAttribute("aria-disabled");
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
  const [side, products] = [$("side"), $("product-section")];
  const place = () => {
    const focused = document.activeElement;
    products[oneColumn.matches ? "before" : "after"](side);
    $("orders").tabIndex = oneColumn.matches ? 0 : -1; // it scrolls there, also by keyboard
    if (side.contains(focused)) focused.focus();
  };
  oneColumn.addEventListener("change", place);
  place();
}

/** The header grows with what it says. What is scrolled to must not end up behind it: see styles.css. */
export function followHeader(header = $("header")) {
  const follow = () => document.documentElement.style.setProperty("--header", `${header.offsetHeight}px`);
  new ResizeObserver(follow).observe(header);
}
