// The products on the page: loads them, shows them, and says so when they are not to be had.

import { $ } from "./dom.js";
import { createKeyedList } from "./keyed_list.js";
import { productCard } from "./product_card.js";

/** `onLoaded()` and `onFailed(error)` after each loading. */
export function createProductList({ onCheckout, onLoaded, onFailed }) {
  const showCards = createKeyedList(
    $("products"), (product) => product.productId, (product) => productCard(product, onCheckout));
  let terms = { canBuy: false, isDemo: false };
  let products = [];
  let failed = false;
  let loading = null;

  async function ask(api) {
    const latest = await api.products();
    return latest.sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Never rejects. What is shown already stays when it fails. */
  async function load(api) {
    const asked = ask(api);
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
    showCards(products, terms);
  }

  return {
    load,
    /** When what is being loaded is here, or is known not to come. */
    loaded: () => loading,
    products: () => products,
    failed: () => failed,
    show(changed) {
      terms = changed;
      showCards(products, terms);
    },
  };
}
