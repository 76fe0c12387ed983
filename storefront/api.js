// The HTTP API (docs/openapi.yaml). Failures become sentences for a customer.

import { fetchOrExplain } from "./fetch_or_explain.js";

/** `status` is the answer's. An `Unreachable` has none: the request may have been served. */
class ApiError extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

async function call(url, options = {}) {
  const answer = await fetchOrExplain(
    url, options, "The shop cannot be reached. Check the connection and try again.");
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  const sentence = answer.status === 401
    ? "The sign-in has expired. Please sign in again."
    : body.detail || body.title || `The shop answered ${answer.status}.`;
  throw new ApiError(sentence, answer.status);
}

export function createApi(config, token) {
  const base = config.httpUrl.replace(/\/+$/, "");
  const authorized = async () => ({ Authorization: `Bearer ${await token()}` });
  return {
    /** A list of `Product`. */
    products: async () => (await call(`${base}/products`)).products,
    /** An `AcceptedOrder` for an `order` of `POST /checkout`; the same key answers it again. */
    checkout: async (order, idempotencyKey) =>
      call(`${base}/checkout`, {
        method: "POST",
        headers: {
          ...(await authorized()),
          "Content-Type": "application/json",
          "Idempotency-Key": idempotencyKey,
        },
        body: JSON.stringify(order),
      }),
    /** An `Order`. */
    order: async (orderId) =>
      call(`${base}/orders/${encodeURIComponent(orderId)}`, { headers: await authorized() }),
  };
}
