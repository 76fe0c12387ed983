// The HTTP API (docs/openapi.yaml). Failures become sentences for a customer.

import { fetchOrExplain } from "./fetch_or_explain.js";

/** Most pages of products that are fetched: a server that never ends must not keep the page busy. */
export const MOST_PRODUCT_PAGES = 50;

const AMOUNT_CHANGED = "amount-changed";
const TOO_MANY = 429;

/** `status` is the answer's. An `Unreachable` has none: the request may have been served. */
class ApiError extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/** The order costs another amount than the page showed. Nothing was ordered: ask the buyer. */
export class AmountChanged extends ApiError {
  constructor({ shownAmountMinor, amountMinor, currency }, status) {
    super("The price has changed, and nothing was ordered.", status);
    Object.assign(this, { shownAmountMinor, amountMinor, currency });
  }
}

/** "12 seconds", from the header Retry-After; null where it does not say a number of seconds. */
function waitOf(answer) {
  const text = answer.headers?.get("Retry-After") ?? "";
  if (!/^[0-9]{1,6}$/.test(text)) return null;
  const seconds = Math.max(1, Number(text));
  return seconds < 120 ? `${seconds} second${seconds === 1 ? "" : "s"}` : `${Math.ceil(seconds / 60)} minutes`;
}

function sentenceOf(answer, body) {
  if (answer.status === 401) return "The sign-in has expired. Please sign in again.";
  const wait = waitOf(answer);
  if (answer.status === TOO_MANY && wait) return `That was too much at once. Please try again in ${wait}.`;
  // API Gateway itself refuses without a problem document: all customers together asked too much.
  if (answer.status === TOO_MANY) return body.detail || "The shop is busy. Please try again in a moment.";
  const sentence = body.detail || body.title || `The shop answered ${answer.status}.`;
  return wait ? `${sentence} Please try again in ${wait}.` : sentence;
}

async function call(url, options = {}) {
  const answer = await fetchOrExplain(
    url, options, "The shop cannot be reached. Check the connection and try again.");
  const body = (await answer.json().catch(() => null)) ?? {};
  if (answer.ok) return body;
  if (answer.status === 409 && body.code === AMOUNT_CHANGED) throw new AmountChanged(body, answer.status);
  throw new ApiError(sentenceOf(answer, body), answer.status);
}

export function createApi(config, token) {
  const base = config.httpUrl.replace(/\/+$/, "");
  const authorized = async () => ({ Authorization: `Bearer ${await token()}` });

  /** A list of `Product`, of all pages. Browsers may keep an answer for a while, unless it must be fresh. */
  async function products({ fresh = false } = {}) {
    const options = fresh ? { cache: "no-cache" } : {};
    const found = [];
    let address = `${base}/products`;
    for (let page = 0; page < MOST_PRODUCT_PAGES; page += 1) {
      const answer = await call(address, options);
      found.push(...answer.products);
      if (!answer.next) break;
      address = `${base}/products?after=${encodeURIComponent(answer.next)}`;
    }
    return found;
  }

  return {
    products,
    /**
     * An `AcceptedOrder` for an `order` of `POST /checkout`; the same key answers it again. Its
     * `amountMinor` is what the buyer was shown: throws `AmountChanged` where the shop's is another.
     */
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
