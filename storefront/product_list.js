// Loads the products and shows them, or a message when they cannot be loaded.

import { $ } from "./dom.js";
import { createKeyedList } from "./keyed_list.js";
import { productCard } from "./product_card.js";
import { readProducts } from "./products.js";
import { createTeller } from "./told_once.js";

/** Calls `onLoaded()` or `onFailed(error)` after each load. */
export function createProductList({ onCheckout, onLoaded, onFailed }) {
  const showCards = createKeyedList(
    $("products"), (product) => product.productId, (product) => productCard(product, onCheckout));
  let terms = { canBuy: false, isDemo: false };
  let products = [];
  let failed = false;
  let loading = null;
  const tell = createTeller();

  async function ask(api, fresh) {
    const { products: latest, bad } = readProducts(await api.products({ fresh }));
    for (const { productId, field } of bad) {
      tell(`A product is left out because its ${field} is wrong:`, productId);
    }
    return latest;
  }

  /**
   * Never rejects. A failed load keeps the products that are shown. `fresh` after something has changed:
   * a kept answer would show the stock and the price of before.
   */
  async function load(api, { fresh = false } = {}) {
    const asked = ask(api, fresh);
    const mine = asked.then(() => {}, () => {});
    loading = mine;
    try {
      const latest = await asked;
      if (mine !== loading) return;
      [products, failed] = [latest, false];
      onLoaded();
    } catch (error) {
      if (mine !== loading) return;
      failed = true;
      onFailed(error);
    }
    $("products-wait").hidden = true;
    $("products-problem").hidden = !failed || products.length > 0;
    $("products-none").hidden = failed || products.length > 0;
    showCards(products, terms);
  }

  return {
    load,
    /** A promise that resolves when the current load has succeeded or failed. */
    loaded: () => loading,
    products: () => products,
    failed: () => failed,
    show(changed) {
      terms = changed;
      showCards(products, terms);
    },
  };
}
