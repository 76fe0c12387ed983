// Puts the page together: configuration, sign-in, products, and the session of the buyer who is there.

import { connect } from "realtime-notifier-client";
import { createApi } from "./api.js";
import { createArrivalsPanel } from "./arrivals_panel.js";
import { createBuyerSession } from "./buyer_session.js";
import { $, clearQuantities, followHeader, placeOrders } from "./dom.js";
import { Unreachable } from "./fetch_or_explain.js";
import { createMoveWatch, NotOpen, readPageConfig } from "./page_config.js";
import { watchPolicy } from "./page_policy.js";
import { createPriceQuestion } from "./price_question.js";
import { createProductList } from "./product_list.js";
import { createSigningIn } from "./signing_in.js";
import { createStatusLine } from "./status_line.js";

const STARTED_ANEW = "The shop was started anew. Please sign in again.";

// The page's own. What belongs to a buyer is in the session and ends with it.
const statusLine = createStatusLine($("notice"));
const watch = createMoveWatch(openOrFail);
const priceQuestion = createPriceQuestion();
const arrivals = createArrivalsPanel();
const productList = createProductList({ onCheckout: checkout, onLoaded: reached, onFailed: fail });
const signInForm = createSigningIn({ shop: openedShop, say: statusLine.say, fail, onEntered: enterAs });
let config, shop; // the stage's addresses; its API as nobody in particular
let session; // of the buyer who is signed in

const hasSameBuyers = (one, other) =>
  ["cognitoEndpoint", "userPoolClientId"].every((name) => one[name] === other?.[name]);

function draw() {
  productList.show({ canBuy: Boolean(session), isDemo: config.demoBuyers?.length > 0 });
  session?.draw();
}

function fail(error) {
  statusLine.fail(error);
  if (error instanceof Unreachable) watch.start(config);
}

/** The servers that the page talks to. */
const addresses = () => (config ? [config.httpUrl, config.websocketUrl, config.cognitoEndpoint] : []);

function reached() {
  statusLine.reached();
  session?.reached();
  if (!session?.isLost()) watch.stop();
  draw();
}

function checkout(product, choices, button) {
  session?.checkout(product, choices, button);
}

const reload = () => productList.load(shop, { fresh: true }); // a kept answer has the stock of before

function openedShop() {
  if (!config) throw new NotOpen();
  return config;
}

/** `from` is the configuration that the buyer signed in at: the shop may have been started anew since. */
function enterAs(buyer, email, from) {
  if (!hasSameBuyers(from, config)) {
    statusLine.say(STARTED_ANEW, true);
    return;
  }
  session?.close();
  signInForm.entered(email);
  session = createBuyerSession({
    buyer, config,
    page: {
      connect, arrivals, productList, priceQuestion, statusLine, reload, reached, fail, ended,
      lost: () => watch.start(config),
      placedLate: (userId) => session?.userId === userId && session.recall(),
    },
  });
  draw();
}

function leave(why, { isProblem = false, email = "" } = {}) {
  session.close();
  session = undefined;
  clearQuantities();
  statusLine.say(why, isProblem);
  signInForm.left(email);
  draw();
}

/** The issuer has ended a buyer's session. A press that waited for it may say so after others did. */
function ended(whose, why) {
  if (session === whose) leave(why, { isProblem: true, email: $("who").textContent });
  else if (!session) statusLine.say(why, true);
}

/** Called at the start, and when the stage has moved to other addresses. */
function openShop(found) {
  const isMove = hasSameBuyers(found, config);
  config = found;
  shop = createApi(config);
  signInForm.showBuyers(config.demoBuyers ?? []);
  if (session && isMove) session.moveTo(config);
  else if (session) leave(STARTED_ANEW);
  productList.load(shop);
}

function openOrFail(found) {
  try {
    openShop(found);
  } catch (error) { // a fault of the page itself: nothing is loading
    $("products-wait").hidden = true;
    fail(error);
  }
}

async function loadAgain() {
  statusLine.say("Trying again…");
  await productList.load(shop);
  if (productList.failed()) return;
  statusLine.say("");
  $("products-title").focus({ preventScroll: true }); // the pressed button is gone: the focus needs a place
}

$("sign-out").addEventListener("click", () => leave("You are signed out."));
$("connection-retry").addEventListener("click", () => session.retry());
$("products-again").addEventListener("click", loadAgain);
placeOrders();
followHeader();
watchPolicy(addresses, () => fail(new Unreachable("page-outdated", "shop")));
readPageConfig().then(openOrFail, fail);
