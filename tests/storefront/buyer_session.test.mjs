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
  let session, [reloads, losses] = [0, 0];

  const toShop = (path, { headers }) =>
    (path === "/checkout" ? shop.checkout(headers["Idempotency-Key"]) : shop.order(path.split("/").at(-1)));
  const answers = {
    "http://people": (_, { headers, body }) => {
      if (!headers["X-Amz-Target"].endsWith("InitiateAuth")) return shop.renewal();
      const { USERNAME } = JSON.parse(body).AuthParameters;
      return Response.json({
        AuthenticationResult: { AccessToken: tokenOf(USERNAME), RefreshToken: "r", ExpiresIn: 3600 },
      });
    },
    "http://shop": toShop,
    "http://moved": toShop,
  };
  const parts = {
    ...time,
    fetch: async (url, options) => {
      const { origin, pathname } = new URL(url);
      asked.push(origin === "http://moved" ? `moved ${pathname}` : pathname);
      signals.set(pathname, options.signal);
      return answers[origin](pathname, options);
    },
  };
  const page = {
    arrivals: { watch() {} },
    productList: { products: () => [LAMP], loaded: async () => {}, failed: () => false },
    priceQuestion: {
      isOpen: false,
      ask(texts, isWanted) {
        questions.push({ texts, isWanted });
        this.isOpen = true;
        return new Promise((answer) => { this.answer = answer; });
      },
      close() {
        this.isOpen = false;
        this.answer?.(false);
      },
    },
    statusLine: {
      say(text) {
        said.push(text);
        return () => {};
      },
    },
    reload: () => { reloads += 1; },
    reached: () => session?.reached(),
    lost: () => { losses += 1; },
    fail: (error) => said.push(error.message),
    placedLate: (userId) => session?.userId === userId && session.recall(),
    ended(whose, why) {
      if (session === whose) leave();
      if (!session) said.push(why);
    },
    connect(options) {
      const connection = {
        options, isClosed: false, retries: 0, state: "connecting", code: "connecting", reason: "",
        subscribe(listener) { this.hear = listener; },
        on(kind, listener) { this[`told ${kind}`] = listener; },
        become(state, code) { this["told state"]({ state, code, reason: "", previous: "" }); },
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
    losses: () => losses,
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
  connection().hear(ended("ord-1")); // the stock is about to be loaded
  await settled();
  const read = held();
  shop.order = read.answer;
  connection().become("paused", "connection-limit");
  assert.match(elements["connection-words"].textContent, /many places/);
  connection().hear(ended("ord-2"));
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
  connection().become("live");
  await connection().hear(ended("ord-1"));
  await settled();
  assert.deepEqual([elements.connection.dataset.state, reloads()], ["closed", 0]);
});

test("a session that the issuer has ended says so once, closes the connection and asks nothing more", async () => {
  const { enter, time, shop, said, asked, connection, kept } = visit();
  shop.order = (orderId) => order(orderId, "FINALIZED");
  const ids = Array.from({ length: 20 }, (_, number) => `ord-${number}`);
  kept.setItem("orders.ada", JSON.stringify(ids));
  const session = await enter("ada");
  await time.advance(60 * MINUTE);
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
    await time.advance(60 * MINUTE);
    said.length = 0;
    const button = new FakeElement();
    if (isLookedUpFirst) session.recall();
    await press(session, button);
    await settled();
    assert.match(said.at(-1), /this order was not taken.*press Checkout once more/);
    assert.equal(isDisabled(button), false);
  }
});

test("a press that was on its way then is told so by its refusal, unless another buyer has signed in", async () => {
  for (const isOtherThere of [false, true]) {
    const { enter, leave, shop, said, connection, questions } = visit();
    const [late, button] = [held(), new FakeElement()];
    shop.checkout = late.answer;
    press(await enter("ada"), button);
    await settled();
    assert.equal(await connection().options.token({ fresh: false }), tokenOf("ada"));
    assert.equal(await connection().options.token({ fresh: true }), null);
    if (isOtherThere) await enter("grace");
    said.length = 0;
    late.give(Response.json({}, { status: 401 }));
    await settled();
    await settled();
    if (isOtherThere) assert.deepEqual([said, questions], [[], []]);
    else assert.match(said.at(-1), /this order was not taken.*press Checkout once more/);
    assert.equal(isDisabled(button), false);
    if (isOtherThere) leave();
  }
});

test("a buyer whose session was ended finds his orders at the next sign-in; another one does not", async () => {
  const { enter, leave, time, connection, shown } = visit();
  await press(await enter("ada"), new FakeElement());
  await time.advance(60 * MINUTE);
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
  const { enter, leave, connection, reloads, losses } = visit();
  const session = await enter("ada");
  const become = (state, code) => connection().become(state, code);
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
  assert.deepEqual([session.isLost(), losses()], [true, 1]);
  become("live");
  assert.equal(reloads(), 2);
  leave();
});

test("a stage that moved has the buyer's next connection and requests, and nothing is left at the old one", async () => {
  const { enter, leave, shop, connections, asked, kept } = visit();
  kept.setItem("orders.ada", '["ord-1"]');
  shop.checkout = () => accepted("ord-2");
  const session = await enter("ada");
  session.moveTo({ ...CONFIG, httpUrl: "http://moved", websocketUrl: "ws://moved" });
  await settled();
  assert.deepEqual(connections.map(({ options, isClosed }) => [options.url, isClosed]), [["ws://news", true], ["ws://moved", false]]);
  assert.deepEqual(asked, ["moved /orders/ord-1"]);
  await press(session, new FakeElement());
  session.retry();
  assert.deepEqual(asked.slice(1), ["moved /checkout"]);
  assert.deepEqual(connections.map((one) => one.retries), [0, 1]);
  leave();
  assert.equal(connections[1].isClosed, true);
});

test("a second press while the first one has no answer is none, and after it is another order", async () => {
  const { enter, leave, shop, asked } = visit();
  const session = await enter("ada");
  const [late, button] = [held(), new FakeElement()];
  shop.checkout = late.answer;
  press(session, button);
  press(session, button);
  press(session, new FakeElement());
  await settled();
  assert.deepEqual(asked, ["/checkout", "/checkout"]); // of two buttons
  late.give(accepted("ord-1"));
  await settled();
  shop.checkout = () => accepted("ord-2");
  await press(session, button);
  assert.equal(asked.filter((path) => path === "/checkout").length, 3);
  leave();
});

test("whoever was away learns how his order in need of attention was resolved", async () => {
  const { enter, leave, shop, asked, connection, elements } = visit();
  await press(await enter("ada"), new FakeElement());
  shop.order = (orderId) => order(orderId, "NEEDS_ATTENTION");
  const attention = { ...ended("ord-1"), type: "order.needs_attention", data: { orderId: "ord-1", status: "NEEDS_ATTENTION" } };
  await connection().hear(attention);
  const become = (state, code) => connection().become(state, code);
  become("live", "live");
  become("reconnecting", "connection-lost");
  asked.length = 0;
  shop.order = async (orderId) => Response.json({ ...await order(orderId, "NEEDS_ATTENTION").json(), resolvedAs: "REFUNDED" });
  become("live", "live");
  await settled();
  assert.deepEqual(asked, ["/orders/ord-1"]);
  const texts = elements.orders.children[0].children.map((one) => one.textContent);
  assert.ok(texts.some((text) => /put right: your payment went back/.test(text)), texts);
  leave();
});

test("a question whose buyer left before its turn is not wanted any more", async () => {
  const { enter, leave, shop, questions } = visit();
  shop.checkout = LATE_ANSWERS["another price"];
  press(await enter("ada"), new FakeElement());
  await settled();
  assert.equal(questions[0].isWanted(), true);
  leave();
  assert.equal(questions[0].isWanted(), false);
});

test("an answer of the shop, also a refusal, tries a connection that waits long; a fault does not", async (t) => {
  t.mock.method(console, "warn", () => {});
  const answers = {
    "success": 1, "refusal": 1, "another price": 1, "server's fault": 0, "no answer": 0,
  };
  for (const [name, retries] of Object.entries(answers)) {
    const { enter, leave, shop, connection, page } = visit();
    const session = await enter("ada");
    connection().become("reconnecting", "refused");
    shop.checkout = LATE_ANSWERS[name];
    press(session, new FakeElement());
    await settled();
    await settled();
    assert.equal(connection().retries, retries, name);
    leave();
    page.reached();
    session.reached();
    assert.equal(connection().retries, retries, `${name}: the session is over`);
  }
});

test("orders that could not be looked up at sign-in are looked up once the connection is live", async () => {
  const { enter, leave, shop, asked, kept, connection, shown } = visit();
  kept.setItem("orders.ada", '["ord-1"]');
  shop.order = () => Response.json({}, { status: 503 });
  await enter("ada");
  await settled();
  assert.equal(shown(), 0);
  shop.order = order;
  asked.length = 0;
  connection().become("live", "live");
  await settled();
  assert.deepEqual([asked, shown()], [["/orders/ord-1"], 1]);
  leave();
});

test("a press after a lost answer, whose order has ended meanwhile, is told that nothing was ordered again", async () => {
  const { enter, leave, time, shop, said, connection, shown } = visit();
  const keys = [];
  shop.order = (orderId) => order(orderId, "FINALIZED");
  shop.checkout = (key) => keys.push(key) && Promise.reject(new TypeError("Failed to fetch"));
  const session = await enter("ada");
  await press(session, new FakeElement());
  await connection().hear(ended("ord-1"));
  shop.renewal = () => Response.json({ AuthenticationResult: { AccessToken: tokenOf("ada"), ExpiresIn: 3600 } });
  await time.advance(10 * 60 * MINUTE);
  shop.checkout = (key) => keys.push(key) && accepted("ord-1");
  said.length = 0;
  await press(session, new FakeElement());
  assert.match(said[0], /^This is your earlier order .*Nothing was ordered again: press Checkout once more/);
  shop.checkout = (key) => keys.push(key) && accepted("ord-2");
  await press(session, new FakeElement());
  await settled();
  assert.match(said.at(-1), /placed\. Not confirmed yet\.$/);
  assert.deepEqual([keys[1] === keys[0], keys[2] === keys[0], shown()], [true, false, 2]);
  leave();
});
