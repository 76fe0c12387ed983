// Reads the products that a server answers. A wrong one is left out, and the rest is shown. The shop's own
// server leaves wrong products out too (functions/checkout/domain/product.py); a page may have another.

import { oneLine } from "./isolated.js";
import { isAmount, isCurrency } from "./money.js";

const isText = (value) => typeof value === "string";
const isCount = (value) => isAmount(value) && value >= 0;

const FIELDS = {
  productId: (value) => isText(value) && /^[!-~]{1,128}$/.test(value),
  name: (value) => oneLine(value) !== "",
  description: (value) => value === undefined || value === null || isText(value),
  unitPriceMinor: isCount,
  currency: isCurrency,
  stock: isCount,
};

/** The first field that is wrong, or undefined. */
function wrongFieldOf(product) {
  if (product === null || typeof product !== "object") return "product";
  return Object.keys(FIELDS).find((field) => !FIELDS[field](product[field]));
}

/**
 * `{products, bad}` of a server's list: those that can be shown, by name, and `{productId, field}` of the
 * others. Of two with the same id the first is taken. Further fields are kept.
 */
export function readProducts(list) {
  if (!Array.isArray(list)) return { products: [], bad: [{ productId: undefined, field: "products" }] };
  const [byId, bad] = [new Map(), []];
  for (const product of list) {
    const field = wrongFieldOf(product) ?? (byId.has(product.productId) ? "productId" : undefined);
    if (field === undefined) byId.set(product.productId, product);
    else bad.push({ productId: product?.productId, field });
  }
  return { products: [...byId.values()].sort((a, b) => a.name.localeCompare(b.name)), bad };
}
