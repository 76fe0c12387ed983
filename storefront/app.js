// Puts the page together: settings, sign-in, products, checkout, pushed outcomes.

import { createApi } from "./api.js";
import { signIn } from "./auth.js";
import { createCheckoutKeys } from "./idempotency_keys.js";
import { createNotice } from "./status_line.js";
import { createOrderBook } from "./buyer_orders.js";
import { Unreachable } from "./fetch_or_explain.js";
import { connect } from "../client/realtime.js";
import { createMoveWatch, readSettings } from "./page_config.js";
import { createShelf } from "./product_list.js";
import { $, placeOrders, showConnection } from "./dom.js";
import { createWelcome } from "./sign_in_form.js";

const SETTLE_MS = 100;
const NOT_OPEN = "The shop could not be opened. This page tries again by itself.";
const nobody = async () => "";
const keys = createCheckoutKeys();
const notice = createNotice($("notice"));
const watch = createMoveWatch(openShop);
const welcome = createWelcome(enter);
const shelf = createShelf({ onCheckout: checkout, onLoaded: reached, onFailed: fail });
let settings, api, buyer, book, connection, reloading;
let isLost = false; // the connection, not the customer

function draw() {
  shelf.show({ canBuy: Boolean(buyer), isDemo: settings.demoBuyers?.length > 0 });
  book?.draw();
}

function fail(error) {
  notice.fail(error);
  if (error instanceof Unreachable) watch.start(settings);
}

function reached() {
  notice.reached();
  if (!isLost) watch.stop();
  draw();
}

async function checkout(product, quantity, button) {
  if (button.getAttribute("aria-disabled")) return;
  const lines = [{ productId: product.productId, quantity }];
  const mine = book; // of whoever pressed, also when they have signed out before the answer
  const wish = JSON.stringify([buyer.userId, lines]);
  button.setAttribute("aria-disabled", "true"); // `disabled` would take the keyboard's focus away
  try {
    const placed = await api.checkout(lines, keys.keyOf(wish));
    keys.answered(wish, 202);
    mine.placed(placed, {
      lines, amountMinor: product.unitPriceMinor * quantity, currency: product.currency,
    });
    notice.say(`Order for ${product.name} placed.`);
  } catch (error) {
    keys.answered(wish, error.status);
    fail(error);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** A resume can bring many outcomes at once; one look at the stock after the last is enough. */
function restock() {
  clearTimeout(reloading);
  reloading = setTimeout(() => shelf.load(api), SETTLE_MS);
}

function listen() {
  return connect({
    url: settings.websocketUrl,
    token: buyer.token,
    onState(state) {
      const wasLost = isLost;
      isLost = state === "reconnecting";
      showConnection(state);
      if (isLost) watch.start(settings);
      if (state !== "live") return;
      reached();
      if (wasLost) book.recallAttended();
      if (wasLost || shelf.failed()) shelf.load(api); // the stock may have changed meanwhile
    },
    onIncomplete: book.recall,
    onEvent: (event) => book.heard(event).catch(fail),
  });
}

async function enter(email, password) {
  notice.say("Signing in…");
  try {
    if (!settings) throw new Unreachable(NOT_OPEN);
    buyer = await signIn(settings, email, password);
  } catch (error) {
    fail(error);
    return false;
  }
  notice.say("");
  api = createApi(settings, buyer.token);
  book = createOrderBook({
    userId: buyer.userId, ask: (orderId) => api.order(orderId), shelf, notice, onEnded: restock,
  });
  connection = listen();
  draw();
  welcome.entered(email);
  book.recall();
  return true;
}

function leave(why) {
  connection.close();
  book.close();
  buyer = book = connection = undefined;
  api = createApi(settings, nobody);
  notice.say(why);
  welcome.left();
  draw();
}

/** At the start, and when the shop has moved to other addresses. */
function openShop(found) {
  const sameBuyers = ["cognitoEndpoint", "userPoolClientId"].every((one) => found[one] === settings?.[one]);
  settings = found;
  welcome.showBuyers(settings.demoBuyers ?? []);
  if (buyer && sameBuyers) {
    connection.close();
    api = createApi(settings, buyer.token);
    connection = listen();
    book.recall();
  } else if (buyer) {
    leave("The shop was started anew. Please sign in again.");
  } else {
    api = createApi(settings, nobody);
  }
  shelf.load(api);
}

$("sign-out").addEventListener("click", () => leave("You are signed out."));
$("products-again").addEventListener("click", async () => {
  notice.say("Trying again…");
  await shelf.load(api);
  if (shelf.failed()) return;
  notice.say("");
  $("products-title").focus({ preventScroll: true }); // the button is gone: go on from here
});
placeOrders();
readSettings().then(openShop, () => fail(new Unreachable(NOT_OPEN)));
