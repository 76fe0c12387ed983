// Places an order at the amount that the buyer was shown, and asks where the shop's is another.

import { AmountChanged } from "./api.js";

/**
 * `order` has what was chosen, `amountMinor` and `currency` what was shown. `confirmAmount(changed)`
 * asks the buyer. Answers `{placed, details}`, or null where the buyer did not take the new amount.
 */
export async function placeOrder({ api, keys, order, amountMinor, currency, confirmAmount }) {
  // Without the amount: a retry at another price is still the same order, and must not become a second.
  const key = keys.keyOf(JSON.stringify(order));
  let details = { ...order, amountMinor, currency };
  for (;;) {
    try {
      const placed = await api.checkout(details, key);
      keys.answered(key, 202);
      return { placed, details };
    } catch (error) {
      keys.answered(key, error.status);
      if (!(error instanceof AmountChanged)) throw error;
      if (!(await confirmAmount(error))) return null;
      details = { ...order, amountMinor: error.amountMinor, currency: error.currency };
    }
  }
}
