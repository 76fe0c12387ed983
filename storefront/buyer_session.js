// Everything that belongs to one buyer, from sign-in to sign-out: orders, connection, presses, timers.
// Whatever of it is still on its way when the buyer leaves ends here, or is told to nobody.

import { createApi } from "./api.js";
import { createBuyerOrders } from "./buyer_orders.js";
import { placeOrder } from "./checkout.js";
import { createConnectionNotice } from "./connection_notice.js";
import { ENDED_AT_CHECKOUT } from "./fault_texts.js";
import { Left } from "./fetch_or_explain.js";
import { createIdempotencyKeys } from "./idempotency_keys.js";
import { priceQuestionOf } from "./order_texts.js";
import { createSettling } from "./settling.js";
import { SessionEnded } from "./tokens.js";
import { watchedApi } from "./watched_api.js";

/**
 * `page` has what all buyers share: productList, priceQuestion, statusLine, arrivals, `connect` (the
 * client's), `reload()` the products, `reached()`, `lost()`, `fail(error)`, `placedLate(userId)` for an order whose
 * buyer has left meanwhile, and `ended(session, sentence)`, which must close the session: the issuer has
 * refused to renew the buyer's tokens. `parts` replaces the browser's timers and `fetch` in tests.
 */
export function createBuyerSession({ buyer: { userId, tokens }, config, page, parts = {} }) {
  const life = new AbortController();
  const isOver = () => life.signal.aborted;
  const pressed = new Set(); // Checkout buttons whose answer has not come
  const keys = createIdempotencyKeys({ userId });
  const restock = createSettling(page.reload, parts); // a resume can bring many outcomes at once
  const orders = createBuyerOrders({
    userId, onEnded: restock.soon, productList: page.productList, statusLine: page.statusLine, parts,
    buy: (product, button) => checkout(product, { quantity: 1 }, button),
    ask: (orderId) => api.order(orderId).catch((error) => {
      isEnd(error);
      throw error;
    }),
  });
  const notice = createConnectionNotice({ retry: () => connection.retry(), now: parts.now });
  let api, connection;
  let [isAway, isLost] = [false, false]; // no events arrive; the connection is lost

  /**
   * True where an error is the end of this session, or comes after it: then it is told to nobody else. Of
   * all who hear of the end the first one says it, and one with a `sentence` of its own.
   */
  function isEnd(error, sentence = isOver() ? null : error.message) {
    if (error instanceof SessionEnded && sentence) page.ended(session, sentence);
    return isOver() || error instanceof SessionEnded || error instanceof Left;
  }

  /** The shop has answered this session or the page: what waited for that tries again. */
  function reached() {
    if (isOver()) return;
    notice.reached();
    orders.recallUnanswered();
  }

  const fail = (error) => isEnd(error) || page.fail(error);

  /** The client's question. Null: nobody is signed in any more. Any other failure passes. */
  async function tokenOf(need) {
    try {
      return await tokens.forConnection(need);
    } catch (error) {
      if (isEnd(error)) return null;
      throw error;
    }
  }

  function onState({ state, code, reason }) {
    if (isOver()) return;
    const isBack = isAway && state === "live";
    if (state !== "connecting") [isAway, isLost] = [state !== "live", state === "reconnecting"];
    notice.told(state, { code, reason });
    if (isLost) page.lost();
    if (state !== "live") return;
    page.reached();
    reached();
    if (isBack) orders.recallAttended();
    // The stock may have changed while no events arrived.
    if (isBack || page.productList.failed()) page.reload();
  }

  function useShop(at) {
    connection?.close();
    api = watchedApi(createApi(at, { tokens, signal: life.signal, ...parts }), {
      reached, lost: () => isOver() || notice.lost(),
    });
    // A connection of its own, in place of userChanged(): all that is a buyer's ends with the session.
    connection = page.connect({ url: at.websocketUrl, token: tokenOf });
    connection.on("state", onState);
    connection.on("incomplete", orders.recall);
    connection.subscribe((event) => orders.heard(event).catch(fail));
    page.arrivals.watch(connection);
    onState(connection);
    orders.recall();
  }

  /** The cards then show the new price too, whatever the buyer answers. */
  function confirmAmount(changed, order) {
    if (isOver()) return false;
    page.reload();
    return page.priceQuestion.ask(
      priceQuestionOf(changed, order, page.productList.products()), () => !isOver());
  }

  /** Answers the order's id; null where the buyer did not take another price. */
  async function press(product, { quantity, ...choices }) {
    const order = { lines: [{ productId: product.productId, quantity }], ...choices };
    const known = orders.known();
    const done = await placeOrder({
      api, keys, order, amountMinor: product.unitPriceMinor * quantity, currency: product.currency,
      confirmAmount: (changed) => confirmAmount(changed, order),
    });
    if (done) orders.placed(done.placed, done.details, known.has(done.placed.orderId));
    if (done && isOver()) page.placedLate(userId);
    if (!done && !isOver()) page.statusLine.say("Nothing was ordered.");
    return done ? done.placed.orderId : null;
  }

  function release(button) {
    // The next buyer may have pressed the same one.
    if (pressed.delete(button)) button.removeAttribute("aria-disabled");
  }

  /** Answers the order's id, or null. */
  async function checkout(product, choices, button) {
    if (pressed.has(button)) return null;
    pressed.add(button);
    button.setAttribute("aria-disabled", "true"); // `disabled` would lose the keyboard focus
    const orderId = await press(product, choices).catch((error) => {
      if (!isEnd(error, ENDED_AT_CHECKOUT)) page.fail(error);
      return null;
    });
    release(button);
    return orderId;
  }

  function close() {
    life.abort();
    tokens.close();
    connection.close();
    orders.close();
    restock.stop();
    page.priceQuestion.close();
    for (const button of pressed) release(button);
    notice.told("closed", { code: "closed-by-page" });
  }

  const session = {
    userId, checkout, close, reached,
    draw: orders.draw,
    recall: orders.recall,
    isLost: () => isLost,
    /** The buyer wants this tab's connection, now. */
    retry: () => connection.retry(),
    /** The stage has other addresses, with the same buyers. */
    moveTo: useShop,
  };
  useShop(config);
  return session;
}
