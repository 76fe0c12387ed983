// Whatever belongs to a buyer ends with him, and comes back with him.

import assert from "node:assert/strict";
import { test } from "node:test";

import { signIn } from "../../storefront/auth.js";
import { createBuyerSession } from "../../storefront/buyer_session.js";
import { memory, settled, tokenOf } from "../support/fake_browser.mjs";
import { fakeClock } from "../support/fake_clock.mjs";
import { FakeElement, fakeDocument } from "../support/fake_document.mjs";

const CONFIG = {
  httpUrl: "http://shop", cognitoEndpoint: "http://people", userPoolClientId: "c", websocketUrl: "ws://news",
};
const LAMP = { productId: "lamp", name: "Desk lamp", unitPriceMinor: 100, currency: "EUR" };
const MINUTE = 60_000;
const accepted = (orderId) =>
  Response.json({ orderId, status: "PENDING", amountMinor: 100, currency: "EUR" }, { status: 202 });
const order = (orderId, status = "PENDING") =>
  Response.json({ orderId, status, lines: [], amountMinor: 100, currency: "EUR", createdAt: "2030-01-02T03:04:05Z" });
const refusal = (name) => Response.json({ __type: name }, { status: 400 });
const ended = (orderId) => ({
  specversion: "1.0", id: orderId, source: "checkout", type: "order.finalized", subject: orderId,
  time: "2030-01-02T03:04:05Z", data: { orderId, status: "FINALIZED" },
});

/** A page that buyers enter and leave, with a shop whose answers the test gives or holds back. */
function visit() {
  const elements = fakeDocument();
  const kept = memory();
  globalThis.localStorage = kept;
  const time = fakeClock();
  const [said, asked, connections, signals] = [[], [], [], new Map()];
  const shop = { checkout: () => accepted("ord-1"), order, renewal: () => refusal("NotAuthorizedException") };
  const questions = [];
  let session, reloads = 0;

  const answers = {
    "http://people": (_, { headers, body }) => {
      if (!headers["X-Amz-Target"].endsWith("InitiateAuth")) return shop.renewal();
      const { USERNAME } = JSON.parse(body).AuthParameters;
      return Response.json({
        AuthenticationResult: { AccessToken: tokenOf(USERNAME), RefreshToken: "r", ExpiresIn: 3600 },
      });
    },
    "http://shop": (path, { headers }) =>
      (path === "/checkout" ? shop.checkout(headers["Idempotency-Key"]) : shop.order(path.split("/").at(-1))),
  };
  const parts = {
    ...time,
    fetch: async (url, options) => {
      const { origin, pathname } = new URL(url);
      asked.push(pathname);
      signals.set(pathname, options.signal);
      return answers[origin](pathname, options);
    },
  };
  const page = {
    productList: { products: () => [LAMP], loaded: async () => {}, failed: () => false },
    priceQuestion: {
      isOpen: false,
      ask(texts, isWanted) {
        questions.push([texts.what, isWanted()]);
        this.isOpen = true;
        return new Promise((answer) => { this.answer = answer; });
      },
      close() {
        this.isOpen = false;
        this.answer?.(false);
      },
    },
    statusLine: { say: (text) => said.push(text) },
    reload: () => { reloads += 1; },
    reached() {}, lost() {},
    fail: (error) => said.push(error.message),
    placedLate: (userId) => session?.userId === userId && session.recall(),
    ended(whose, why) {
      if (session === whose) leave();
      if (!session) said.push(why);
    },
    connect(options) {
      const connection = {
        options, isClosed: false, retries: 0,
        close() { this.isClosed = true; },
        retry() { this.retries += 1; },
      };
      connections.push(connection);
      return connection;
    },
  };

  async function enter(user) {
    const { buyer } = await signIn(CONFIG, user, "x", parts);
    session = createBuyerSession({ buyer, config: CONFIG, page, parts });
    await settled();
    asked.length = said.length = 0;
    return session;
  }

  function leave() {
    session.close();
    session = undefined;
  }

  return {
    enter, leave, shop, said, asked, time, kept, connections, signals, questions, page, elements,
    reloads: () => reloads,
    connection: () => connections.at(-1),
    shown: () => elements.orders.children.length,
  };
}

/** Holds an answer back until the test gives it. */
function held() {
  let give;
  const answer = new Promise((done) => { give = done; });
  return { answer: () => answer, give };
}

const isDisabled = (button) => button.getAttribute("aria-disabled") === "true";
const press = (session, button) => session.checkout(LAMP, { quantity: 1 }, button);

const LATE_ANSWERS = {
  "success": () => accepted("ord-first"),
  "refusal": () => Response.json({ detail: "Refused." }, { status: 422 }),
  "server's fault": () => Response.json({}, { status: 500 }),
  "401": () => Response.json({}, { status: 401 }),
  "another price": () => Response.json(
    { code: "amount-changed", shownAmountMinor: 1, amountMinor: 2, currency: "EUR" }, { status: 409 }),
  "no answer": () => Promise.reject(new TypeError("Failed to fetch")),
};

test("the second buyer sees nothing of the answer to the first one's press, and his own button works", async () => {
  for (const [name, answer] of Object.entries(LATE_ANSWERS)) {
    const { enter, leave, shop, said, asked, shown, questions } = visit();
    const button = new FakeElement();
    const late = held();
    const first = await enter("ada");
    shop.checkout = late.answer;
    press(first, button);
    await settled();
    assert.equal(isDisabled(button), true);
    leave();
    assert.equal(isDisabled(button), false, name);

    const second = await enter("grace");
    const own = held();
    shop.checkout = own.answer;
    press(second, button);
    await settled();
    late.give(answer());
    await settled();
    assert.deepEqual([said, shown(), questions], [[], 0, []], name);
    assert.equal(isDisabled(button), true, `${name}: the second one's press goes on`);
    assert.deepEqual(asked.filter((path) => path !== "/checkout"), [], name);
    own.give(accepted("ord-second"));
    await settled();
    assert.deepEqual([said.length, shown(), isDisabled(button)], [1, 1, false], name);
    leave();
  }
});

test("the first buyer finds his order when he is back, also when he is back before its answer", async () => {
  for (const isBackFirst of [false, true]) {
    const { enter, leave, shop, shown, elements } = visit();
    const late = held();
    shop.checkout = late.answer;
    const button = new FakeElement();
    press(await enter("ada"), button);
    await settled();
    leave();
    await enter("grace");
    if (!isBackFirst) late.give(accepted("ord-first"));
    await settled();
    assert.equal(shown(), 0);
    leave();
    await enter("ada");
    if (isBackFirst) late.give(accepted("ord-first"));
    await settled();
    await settled();
    assert.equal(elements.orders.children[0]?.attributes.get("data-order-id"), "ord-first");
    leave();
  }
});

test("a press whose answer was lost is the same order after signing out and in again", async () => {
  const { enter, leave, shop } = visit();
  const keys = [];
  shop.checkout = (key) => keys.push(key) && Promise.reject(new TypeError("Failed to fetch"));
  await press(await enter("ada"), new FakeElement());
  leave();
  await press(await enter("grace"), new FakeElement());
  leave();
  shop.checkout = (key) => keys.push(key) && accepted("ord-1");
  const session = await enter("ada");
  await press(session, new FakeElement());
  await press(session, new FakeElement());
  leave();
  assert.equal(keys[2], keys[0]);
  assert.equal(new Set(keys).size, 3);
});

test("a buyer who leaves takes along his reads, timers, question, connection and what it said", async () => {
  const { enter, leave, shop, time, connection, signals, page, elements, asked } = visit();
  const session = await enter("ada");
  await press(session, new FakeElement());
  connection().options.onEvent(ended("ord-1")); // the stock is about to be loaded
  await settled();
  const read = held();
  shop.order = read.answer;
  connection().options.onState("paused", { code: "connection-limit" });
  assert.match(elements["connection-words"].textContent, /many places/);
  connection().options.onEvent(ended("ord-2"));
  shop.checkout = LATE_ANSWERS["another price"];
  press(session, new FakeElement());
  await settled();
  assert.equal(page.priceQuestion.isOpen, true);
  leave();
  await settled();
  assert.equal(signals.get("/orders/ord-2").aborted, true);
  assert.deepEqual([page.priceQuestion.isOpen, connection().isClosed, time.pending()], [false, true, []]);
  assert.equal(elements["connection-words"].textContent, "");
  assert.equal(elements["connection-retry"].hidden, true);
  const before = asked.length;
  await time.advance(60 * MINUTE);
  assert.equal(asked.length, before);
});

test("a late word of a connection that was closed changes nothing", async () => {
  const { enter, leave, connection, elements, reloads } = visit();
  await enter("ada");
  leave();
  connection().options.onState("live", {});
  await connection().options.onEvent(ended("ord-1"));
  await settled();
  assert.deepEqual([elements.connection.dataset.state, reloads()], ["closed", 0]);
});

test("a session that the issuer has ended says so once, closes the connection and asks nothing more", async () => {
  const { enter, time, shop, said, asked, connection, kept } = visit();
  shop.order = (orderId) => order(orderId, "FINALIZED");
  const ids = Array.from({ length: 20 }, (_, number) => `ord-${number}`);
  kept.setItem("orders.ada", JSON.stringify(ids));
  const session = await enter("ada");
  await time.advance(59.5 * MINUTE);
  asked.length = said.length = 0;
  session.recall();
  assert.equal(await connection().options.token({ fresh: true }), null);
  await settled();
  assert.deepEqual(said, ["Your sign-in has ended. Please sign in again; your orders are kept for you."]);
  assert.deepEqual([asked.length, connection().isClosed], [1, true]);
  await time.advance(60 * MINUTE);
  assert.equal(asked.length, 1);
});

test("a press at that moment is told what became of it, whoever heard first that the session has ended", async () => {
  for (const isLookedUpFirst of [true, false]) {
    const { enter, time, said, kept } = visit();
    kept.setItem("orders.ada", '["ord-1"]');
    const session = await enter("ada");
    await time.advance(59.5 * MINUTE);
    said.length = 0;
    const button = new FakeElement();
    if (isLookedUpFirst) session.recall();
    await press(session, button);
    await settled();
    assert.match(said.at(-1), /this order was not taken.*press Checkout once more/);
    assert.equal(isDisabled(button), false);
  }
});

test("a buyer whose session was ended finds his orders at the next sign-in; another one does not", async () => {
  const { enter, leave, time, connection, shown } = visit();
  await press(await enter("ada"), new FakeElement());
  await time.advance(59.5 * MINUTE);
  await connection().options.token({ fresh: true });
  await enter("grace");
  assert.equal(shown(), 0);
  leave();
  await enter("ada");
  assert.equal(shown(), 1);
  leave();
});

test("a token that cannot be renewed for a while leaves the session as it is", async () => {
  const { enter, leave, time, shop, connection, said } = visit();
  await enter("ada");
  await time.advance(60 * MINUTE);
  shop.renewal = () => Response.json({ __type: "InternalErrorException" }, { status: 500 });
  await assert.rejects(connection().options.token({ fresh: false }), /could not be renewed/);
  assert.deepEqual([said, connection().isClosed], [[], false]);
  leave();
});

test("whoever comes back from a pause or a loss loads the stock anew; the first connection does not", async () => {
  const { enter, leave, connection, reloads } = visit();
  const session = await enter("ada");
  const become = (state, code) => connection().options.onState(state, { code });
  become("connecting");
  become("live");
  assert.equal(reloads(), 0);
  become("paused", "connection-limit");
  assert.equal(session.isLost(), false); // the shop itself is there
  session.retry();
  assert.equal(connection().retries, 1);
  become("connecting");
  become("live");
  assert.equal(reloads(), 1);
  become("reconnecting", "connection-lost");
  assert.equal(session.isLost(), true);
  become("live");
  assert.equal(reloads(), 2);
  leave();
});
