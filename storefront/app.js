// Puts the page together: configuration, sign-in, products, checkout, pushed outcomes.

import { createApi } from "./api.js";
import { signIn } from "./auth.js";
import { createCheckoutKeys } from "./checkout_keys.js";
import { createList } from "./list.js";
import { orderItem } from "./order_item.js";
import { createOrders, orderMemory } from "./orders.js";
import { productCard, showProduct } from "./product_card.js";
import { connect } from "./realtime.js";
import { $, el, placeOrders, showConnection } from "./view.js";
import { announcementOf } from "./words.js";

const keys = createCheckoutKeys();
const SETTLE_MS = 100;
let config, api, buyer, connection, memory, reloading;
let orders = createOrders();
let products = [];
let productsAsked;

function say(text, isProblem = false) {
  $("notice").textContent = text;
  $("notice").classList.toggle("problem", isProblem);
}

const showProducts = createList(
  $("products"), (product) => product.productId, (product) => productCard(product, checkout));

const showOrders = createList(
  $("orders"), (order) => order.orderId, (order) => orderItem(order, showProduct));

function drawProducts() {
  showProducts(products, { canBuy: Boolean(buyer) });
}

function drawOrders() {
  const all = orders.all();
  $("no-orders").hidden = all.length > 0;
  showOrders(all, products);
}

async function loadProducts() {
  try {
    products = (await api.products()).sort((a, b) => a.name.localeCompare(b.name));
    drawProducts();
    drawOrders();
  } catch (error) {
    say(error.message, true);
  }
}

async function checkout(product, quantity, button) {
  if (button.getAttribute("aria-disabled")) return;
  const lines = [{ productId: product.productId, quantity }];
  const wish = JSON.stringify([buyer.userId, lines]);
  button.setAttribute("aria-disabled", "true"); // `disabled` would take the keyboard's focus away
  try {
    const placed = await api.checkout(lines, keys.keyOf(wish));
    keys.answered(wish, 202);
    orders.placed(placed, {
      lines, amountMinor: product.unitPriceMinor * quantity, currency: product.currency,
    });
    memory.add(placed.orderId);
    say(`Order for ${product.name} placed.`);
    drawOrders();
  } catch (error) {
    keys.answered(wish, error.status);
    say(error.message, true);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

async function outcome(event) {
  const mine = orders; // another buyer may have signed in before the answers are here
  const order = orders.heard(event);
  if (!order) return;
  drawOrders();
  if (!orders.knows(order.orderId)) {
    // An order of an earlier visit: the event says how it ended, not what was in it.
    memory.add(order.orderId);
    await lookUp([order.orderId]);
  }
  await productsAsked; // for their names
  if (mine !== orders) return;
  say(announcementOf(orders.get(order.orderId), products));
  // A resume can bring many outcomes at once; one look at the stock after the last is enough.
  clearTimeout(reloading);
  reloading = setTimeout(loadProducts, SETTLE_MS);
}

/** Shows these orders as the shop has them. */
async function lookUp(orderIds) {
  const mine = orders;
  const answers = await Promise.allSettled([...new Set(orderIds)].map((orderId) => api.order(orderId)));
  answers.filter((one) => one.status === "fulfilled").forEach((one) => mine.fetched(one.value));
  if (mine !== orders) return;
  if (answers.some((one) => one.status === "rejected" && one.reason.status !== 404)) {
    say("Some orders could not be looked up. Reload the page to try again.", true);
  }
  drawOrders();
}

const idsOf = (some) => some.map((order) => order.orderId);

/** After signing in, and when pushed events were lost for good. */
const recall = () => lookUp([...memory.read(), ...idsOf(orders.all())]);

function listen() {
  let wasLost = false;
  return connect({
    url: config.websocketUrl,
    token: buyer.token,
    onState(state) {
      showConnection(state);
      if (state === "live" && wasLost) lookUp(idsOf(orders.attended()));
      wasLost = state === "reconnecting";
    },
    onIncomplete: recall,
    onEvent: (event) => outcome(event).catch((error) => say(error.message, true)),
  });
}

async function enter(email, password) {
  const pressed = document.activeElement;
  document.querySelectorAll("#welcome button").forEach((one) => (one.disabled = true));
  say("Signing in…");
  try {
    buyer = await signIn(config, email, password);
  } catch (error) {
    say(error.message, true);
    return;
  } finally {
    document.querySelectorAll("#welcome button").forEach((one) => (one.disabled = false));
    pressed?.focus();
  }
  say("");
  $("welcome").hidden = true;
  $("account").hidden = $("order-section").hidden = false;
  $("who").textContent = email;
  api = createApi(config, buyer.token);
  memory = orderMemory(buyer.userId);
  connection = listen();
  drawProducts();
  $("products-title").focus({ preventScroll: true }); // what was pressed is gone: go on from here
  await recall();
}

function leave() {
  connection?.close();
  buyer = connection = undefined;
  orders = createOrders();
  $("welcome").hidden = false;
  $("account").hidden = $("order-section").hidden = true;
  $("password").value = "";
  say("You are signed out.");
  $("welcome-title").focus();
  drawProducts();
  drawOrders();
}

async function start() {
  placeOrders();
  config = await (await fetch("/config.json", { cache: "no-store" })).json();
  const buyers = config.demoBuyers ?? [];
  $("demo").hidden = buyers.length === 0;
  $("buyers").replaceChildren(...buyers.map(({ email, password }) =>
    el("button", { type: "button", "data-buyer": email, onclick: () => enter(email, password) },
      `Shop as ${email.split("@")[0].replace(/^./, (letter) => letter.toUpperCase())}`)));
  $("sign-in").addEventListener("submit", (submit) => {
    submit.preventDefault();
    enter($("email").value.trim(), $("password").value);
  });
  $("sign-out").addEventListener("click", leave);
  api = createApi(config, async () => "");
  productsAsked = loadProducts();
}

start().catch(() => say("The shop could not be opened. Please reload the page.", true));
