// A product's card, made once and then updated. Its field holds the quantity.

import { el } from "./dom.js";
import { isolated, oneLine } from "./isolated.js";
import { money } from "./money.js";

export const MOST_OF_ONE = 99;

const HINT =
  "You can still order. Stock is confirmed after payment; if there is none, you are refunded at once.";

const HUES = 12;

/** FNV-1a, so that similar ids get different hues. */
export function hueOf(productId) {
  let hash = 0x811c9dc5;
  for (const letter of productId) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return hash % HUES;
}

/** A tile with a letter in place of a photograph. Its hue comes from the id, so it never changes. */
const tile = ({ productId, name }) =>
  el("div", { class: `tile hue-${hueOf(productId)}`, "aria-hidden": "true" }, [...oneLine(name)][0]);

/** `quantity()` brings the typed number within the limits, shows it and answers it. */
function stepper(product) {
  const field = el("input", {
    type: "number", min: 1, max: MOST_OF_ONE, value: 1, inputmode: "numeric",
    "aria-label": `Quantity of ${isolated(product.name)}`,
  });
  const set = (wanted) => {
    field.value = Math.min(MOST_OF_ONE, Math.max(1, Math.trunc(Number(wanted)) || 1));
    return Number(field.value);
  };
  const quantity = () => set(field.value);
  field.addEventListener("change", quantity);
  const step = (by, sign, word) =>
    el("button", {
      type: "button", "aria-label": `${word} ${isolated(product.name)}`, onclick: () => set(Number(field.value) + by),
    }, sign);
  const element = el("div", { class: "stepper" },
    step(-1, "−", "One less"), field, step(1, "+", "One more"));
  return { element, quantity };
}

function stockWords(stock) {
  if (stock < 1) return "Sold out";
  return stock < 6 ? `Only ${stock} left` : `${stock} in stock`;
}

/** Calls `onCheckout(product, choices, button)`: the quantity, and what else an order may hold. */
export function productCard(product, onCheckout) {
  let latest = product;
  const { element: quantities, quantity } = stepper(product);
  // `dir`: a name or description in Arabic is aligned and punctuated as such.
  const [name, description] = [el("h3", { dir: "auto" }), el("p", { class: "muted", dir: "auto" })];
  const [price, stock, hint] = [el("strong"), el("span"), el("p", { class: "hint" }, HINT)];
  const buy = el("button", {
    type: "button", class: "primary", "data-action": "checkout",
    "aria-label": `Checkout ${isolated(product.name)}`, onclick: () => onCheckout(latest, { quantity: quantity() }, buy),
  }, "Checkout");

  return {
    element: el("article", { "data-product-id": product.productId },
      tile(product),
      el("div", { class: "about" },
        name, description, el("p", { class: "facts" }, price, stock), hint),
      el("div", { class: "buy" }, quantities, buy)),
    /** A demo stage hints that a sold-out product can be ordered: it demonstrates the refund. */
    update(changed, { canBuy, isDemo }) {
      latest = changed;
      const soldOut = changed.stock < 1;
      name.textContent = oneLine(changed.name);
      description.textContent = oneLine(changed.description);
      price.textContent = money(changed.unitPriceMinor, changed.currency);
      stock.textContent = stockWords(changed.stock);
      stock.className = soldOut ? "stock none" : "stock";
      hint.hidden = !(soldOut && isDemo);
      buy.disabled = !canBuy;
    },
  };
}

export function showProduct(productId) {
  const card = document.querySelector(`article[data-product-id="${CSS.escape(productId)}"]`);
  card?.scrollIntoView({ block: "center" });
  card?.querySelector("[data-action=checkout]")?.focus({ preventScroll: true });
}
