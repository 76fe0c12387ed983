// Puts the page together: configuration, sign-in, products, checkout, pushed outcomes.

import { connect } from "#realtime-client";
import { createApi } from "./api.js";
import { createBuyerOrders } from "./buyer_orders.js";
import { placeOrder } from "./checkout.js";
import { $, placeOrders, showConnection } from "./dom.js";
import { Unreachable } from "./fetch_or_explain.js";
import { createIdempotencyKeys } from "./idempotency_keys.js";
import { priceQuestionOf } from "./order_texts.js";
import { createMoveWatch, readPageConfig } from "./page_config.js";
import { createPriceQuestion } from "./price_question.js";
import { createProductList } from "./product_list.js";
import { createSigningIn } from "./signing_in.js";
import { createStatusLine } from "./status_line.js";

const SETTLE_MS = 100;
const OUTDATED = "This page is too old for the shop, so no news arrives here. Please reload it.";
const NOT_OPEN = "The shop could not be opened. This page tries again by itself.";
const nobody = async () => "";
const keys = createIdempotencyKeys();
const statusLine = createStatusLine($("notice"));
const watch = createMoveWatch(openShop);
const signInForm = createSigningIn({ shop: openedShop, say: statusLine.say, fail, onEntered: enterAs });
const priceQuestion = createPriceQuestion();
const productList = createProductList({ onCheckout: checkout, onLoaded: reached, onFailed: fail });
let config, api, buyer, buyerOrders, connection, reloading;
let isLost = false; // true while the connection is lost

function draw() {
  productList.show({ canBuy: Boolean(buyer), isDemo: config.demoBuyers?.length > 0 });
  buyerOrders?.draw();
}

function fail(error) {
  statusLine.fail(error);
  if (error instanceof Unreachable) watch.start(config);
}

function reached() {
  statusLine.reached();
  if (!isLost) watch.stop();
  draw();
}

/** The cards then show the new price too, whatever the buyer answers. */
function confirmAmount(changed, order, mine) {
  const isWanted = () => mine === buyerOrders;
  if (!isWanted()) return false;
  productList.load(api, { fresh: true });
  return priceQuestion.ask(priceQuestionOf(changed, order, productList.products()), isWanted);
}

async function checkout(product, { quantity, ...choices }, button) {
  if (button.getAttribute("aria-disabled")) return;
  const order = { lines: [{ productId: product.productId, quantity }], ...choices };
  const mine = buyerOrders; // of the buyer who pressed, who may sign out before the answer
  button.setAttribute("aria-disabled", "true"); // `disabled` would lose the keyboard focus
  try {
    const done = await placeOrder({
      api, keys, userId: buyer.userId, order,
      amountMinor: product.unitPriceMinor * quantity, currency: product.currency,
      confirmAmount: (changed) => confirmAmount(changed, order, mine),
    });
    if (done) mine.placed(done.placed, done.details);
    else if (mine === buyerOrders) statusLine.say("Nothing was ordered.");
  } catch (error) {
    if (mine === buyerOrders || error instanceof Unreachable) fail(error);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** A resume can bring many outcomes at once: load the stock once, after the last of them. */
function restock() {
  clearTimeout(reloading);
  reloading = setTimeout(() => productList.load(api, { fresh: true }), SETTLE_MS);
}

function listen() {
  return connect({
    url: config.websocketUrl,
    token: buyer.token,
    onState(state) {
      const wasLost = isLost;
      isLost = state === "reconnecting";
      showConnection(state);
      if (isLost) watch.start(config);
      if (state !== "live") return;
      reached();
      if (wasLost) buyerOrders.recallAttended();
      // The stock may have changed while the connection was lost.
      if (wasLost || productList.failed()) productList.load(api, { fresh: true });
    },
    onIncomplete: buyerOrders.recall,
    onOutdated: () => statusLine.say(OUTDATED, true),
    onEvent: (event) => buyerOrders.heard(event).catch(fail),
  });
}

function openedShop() {
  if (!config) throw new Unreachable(NOT_OPEN);
  return config;
}

function enterAs(found, email) {
  buyer = found;
  api = createApi(config, buyer.token);
  buyerOrders = createBuyerOrders({
    userId: buyer.userId, ask: (orderId) => api.order(orderId), onEnded: restock,
    productList, statusLine,
  });
  connection = listen();
  draw();
  signInForm.entered(email);
  buyerOrders.recall();
}

function leave(why) {
  connection.close();
  buyerOrders.close();
  buyer = buyerOrders = connection = undefined;
  priceQuestion.close();
  api = createApi(config, nobody);
  statusLine.say(why);
  signInForm.left();
  draw();
}

/** Called at the start, and when the stage has moved to other addresses. */
function openShop(found) {
  const sameBuyers = ["cognitoEndpoint", "userPoolClientId"].every((one) => found[one] === config?.[one]);
  config = found;
  signInForm.showBuyers(config.demoBuyers ?? []);
  if (buyer && sameBuyers) {
    connection.close();
    api = createApi(config, buyer.token);
    connection = listen();
    buyerOrders.recall();
  } else if (buyer) {
    leave("The shop was started anew. Please sign in again.");
  } else {
    api = createApi(config, nobody);
  }
  productList.load(api);
}

$("sign-out").addEventListener("click", () => leave("You are signed out."));
$("products-again").addEventListener("click", async () => {
  statusLine.say("Trying again…");
  await productList.load(api);
  if (productList.failed()) return;
  statusLine.say("");
  $("products-title").focus({ preventScroll: true }); // the pressed button is gone: the focus needs a place
});
placeOrders();
readPageConfig().then(openShop, () => fail(new Unreachable(NOT_OPEN)));
