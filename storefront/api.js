// The HTTP API (docs/openapi.yaml). Failures become sentences for a customer.

import { fetchOrExplain, Unreachable } from "./fetch_or_explain.js";
import { sentenceOfProblem } from "./problem_texts.js";

/** Most pages of products that are fetched: a server that never ends must not keep the page busy. */
export const MOST_PRODUCT_PAGES = 50;

const AMOUNT_CHANGED = "amount-changed";
const UNAUTHORIZED = 401;

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
    super(sentenceOfProblem(status, AMOUNT_CHANGED), status);
    Object.assign(this, { shownAmountMinor, amountMinor, currency });
  }
}

/** "12 seconds", from the header Retry-After; null where it does not say a number of seconds. */
function waitOf(headers) {
  const text = headers?.get("Retry-After") ?? "";
  if (!/^[0-9]{1,6}$/.test(text)) return null;
  const seconds = Math.max(1, Number(text));
  return seconds < 120 ? `${seconds} second${seconds === 1 ? "" : "s"}` : `${Math.ceil(seconds / 60)} minutes`;
}

/** The body of an answer to `request` ("GET https://…") that `has` what it must have. */
function read(request, { ok, status, headers, body }, has) {
  if (status === 409 && body.code === AMOUNT_CHANGED) throw new AmountChanged(body, status);
  if (!ok) {
    // For a developer. What programs are told is no sentence for a buyer.
    console.warn("shop:", request, "was answered:", status, body.code ?? "", body.detail ?? body.message ?? "");
    throw new ApiError(sentenceOfProblem(status, body.code, waitOf(headers)), status);
  }
  if (!has(body)) throw new Unreachable("strange-answer", "shop");
  return body;
}

const isOrder = (body) => typeof body.orderId === "string";
const isProductPage = (body) => Array.isArray(body.products);

/**
 * `tokens` are a buyer's; without them only products can be asked for. Reads end with `signal`. A
 * checkout goes on: the order may be placed already, and its answer is what a buyer finds it by.
 */
export function createApi(config, { tokens, signal, ...more } = {}) {
  const base = config.httpUrl.replace(/\/+$/, "");
  const about = { question: "shop", ...more };

  /** Tells a 401 from the end of the session: one new token, one more try. */
  async function askAs(url, { headers, ...options }, its) {
    const ask = (token) =>
      fetchOrExplain(url, { ...options, headers: { ...headers, Authorization: `Bearer ${token}` } }, its);
    const token = await tokens.current();
    const answer = await ask(token);
    if (answer.status !== UNAUTHORIZED) return answer;
    const other = await tokens.insteadOf(token);
    return other === null ? answer : ask(other);
  }

  /** A list of `Product`, of all pages. Browsers may keep an answer for a while, unless it must be fresh. */
  async function products({ fresh = false } = {}) {
    const options = fresh ? { cache: "no-cache" } : {};
    const found = [];
    let address = `${base}/products`;
    for (let page = 0; page < MOST_PRODUCT_PAGES; page += 1) {
      const answer = read(`GET ${address}`, await fetchOrExplain(address, options, about), isProductPage);
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
    async checkout(order, idempotencyKey) {
      const address = `${base}/checkout`;
      return read(`POST ${address}`, await askAs(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
        body: JSON.stringify(order),
      }, about), isOrder);
    },
    /** An `Order`. */
    async order(orderId) {
      const address = `${base}/orders/${encodeURIComponent(orderId)}`;
      return read(`GET ${address}`, await askAs(address, {}, { ...about, signal }), isOrder);
    },
  };
}
