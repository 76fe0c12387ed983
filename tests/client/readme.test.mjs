// Each example in client/README.md runs, with the fake server in place of a stage.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createFakeServer } from "../../client/testing/index.js";
import { quietly } from "../support/fake_browser.mjs";
import { block, BLOCKS, importMapOf, run, scriptOf } from "../support/readme_blocks.mjs";

const ORIGINAL = globalThis.WebSocket;
let server, url, open;

beforeEach(() => {
  server = createFakeServer();
  ({ url } = server);
  globalThis.WebSocket = server.WebSocket;
  open = [];
});

afterEach(() => {
  for (const connection of open) connection.close();
  globalThis.WebSocket = ORIGINAL;
});

/** A sign-in of a page, by which ada is signed in. */
function signIn() {
  const listeners = [];
  const auth = {
    user: "ada",
    isSignedIn: () => auth.user !== null,
    accessToken: () => server.token(auth.user),
    renew: async () => server.token(auth.user),
    onChange: (listener) => listeners.push(listener),
    change(user) {
      auth.user = user;
      for (const listener of listeners) listener();
    },
  };
  return auth;
}

const push = (user, data = { orderId: "ord-1" }) => server.push(user, { type: "order.finalized", data });

/** Runs the example with a connection, or with the one that it makes; ends that after the test. */
async function runWith(heading, given) {
  const made = await run(block(heading), given, given.connection ? [] : ["connection"]);
  open.push(given.connection ?? made.connection);
  await server.settled();
  return made;
}

function connected() {
  const connection = server.connect({ url, token: server.token("ada") });
  connection.subscribe(() => {});
  return connection;
}

test("three lines receive an event", async () => {
  const shown = [];
  await runWith("", { url, auth: signIn(), show: (data) => shown.push(data) });
  push("ada");
  await server.settled();
  assert.deepEqual(shown, [{ orderId: "ord-1" }]);
});

test("sign-in, sign-out and another user: each sees only his own events", async () => {
  const auth = signIn();
  auth.user = null;
  const { connection } = await runWith("Signing in and out", { url, auth });
  const seen = [];
  connection.subscribe((event) => seen.push(event.data));
  assert.deepEqual([connection.state, connection.code], ["paused", "signed-out"]);
  for (const user of ["ada", "bob"]) {
    auth.change(user);
    await server.settled();
    push("ada", "ada's");
    push("bob", "bob's");
    await server.settled();
    auth.change(null);
    await server.settled();
  }
  assert.deepEqual(seen, ["ada's", "bob's", "bob's"]);
  assert.equal(connection.code, "signed-out");
});

test("a page that is told of lost events reads the state elsewhere until it has it, and an event beats the read", async () => {
  const shown = {};
  const waits = [];
  let answer;
  const reads = [() => Promise.reject(new Error("no network")), () => new Promise((resolve) => { answer = resolve; })];
  const connection = connected();
  await server.settled();
  await runWith("When events are lost", {
    connection, readOrders: () => reads.shift()(), show: (order) => { shown[order.orderId] = order.status; },
    setTimeout: (act) => waits.push(act),
  });
  push("ada", { orderId: "ord-0", status: "FINALIZED" });
  await server.settled();
  server.restoreLog("ada", { lost: 1 });
  push("ada", { orderId: "ord-1", status: "PENDING" });
  await server.settled();
  assert.deepEqual([waits.length, reads.length], [1, 1]);
  waits.shift()();
  await server.settled();
  push("ada", { orderId: "ord-2", status: "FINALIZED" });
  await server.settled();
  answer([{ orderId: "ord-2", status: "PENDING" }, { orderId: "ord-3", status: "FINALIZED" }]);
  await server.settled();
  assert.deepEqual(shown, { "ord-0": "FINALIZED", "ord-1": "PENDING", "ord-2": "FINALIZED", "ord-3": "FINALIZED" });
});

test("a message is sent, or the page is told that it was not", async () => {
  const heard = [];
  const shown = [];
  server.onMessage("note", ({ user, data }) => heard.push([user, data]));
  const connection = connected();
  const show = (text) => shown.push(text);
  await runWith("Sending messages", { connection, show });
  assert.deepEqual(shown, ["Not sent: connecting"]);
  await runWith("Sending messages", { connection, show });
  assert.deepEqual(heard, [["ada", { text: "Hello" }]]);
});

test("a banner says what the connection does, and does not flash while the token is renewed", async () => {
  const banner = { hidden: true };
  const timers = new Set();
  const setTimeout = (callback, ms) => {
    const timer = { callback, ms };
    timers.add(timer);
    return timer;
  };
  const clearTimeout = (timer) => timers.delete(timer);
  const connection = server.connect({ url, token: () => server.token("ada") });
  connection.subscribe(() => {});
  await quietly("info", async () => {
    await runWith("States", { connection, banner, setTimeout, clearTimeout });
    await server.advance(3600);
    assert.deepEqual([server.handshakes.length, banner.hidden, timers.size], [2, true, 0]);
    server.drop("ada");
    await server.settled();
    const [{ callback, ms }, ...more] = timers;
    assert.deepEqual([banner, ms, more], [{ hidden: true, textContent: "Connecting again …" }, 2000, []]);
    callback();
    assert.equal(banner.hidden, false);
    connection.close();
    assert.equal(banner.textContent, "Not connected.");
  });
});

test("the hook of React gives a component the events of whoever is signed in, and the state", async () => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const { createElement, StrictMode, act } = await import("react");
  const { default: renderer } = await import("react-test-renderer");
  const { useRealtime } = await run(block("React", "js", 0, 2));
  const [seen, gaps] = [[], []];
  let retry;
  const onIncomplete = (gap) => gaps.push(gap);
  const Page = ({ user, mark }) => {
    const its = useRealtime({
      url, user, token: () => server.token(user), onIncomplete, onEvent: ({ data }) => seen.push([mark, data]),
    });
    ({ retry } = its);
    return its.state;
  };
  const page = (user, mark) => createElement(StrictMode, null, createElement(Page, { user, mark }));
  let root;
  const show = (...props) => act(async () => root.update(page(...props)));
  const happen = () => act(() => server.settled());
  await quietly("error", async () => { // React says that its test renderer is not its newest
    await act(async () => { root = renderer.create(page("ada", "first")); });
  });
  await happen();
  assert.equal(root.toJSON(), "live");
  await show("ada", "second");
  push("ada", "ada's");
  await happen();
  await show("bob", "third");
  await happen();
  push("ada", "not bob's");
  push("bob", "bob's");
  await happen();
  assert.deepEqual(seen, [["second", "ada's"], ["third", "bob's"]]);
  assert.deepEqual([root.toJSON(), server.connections().map(({ user }) => user)], ["live", ["bob"]]);
  server.drop("bob");
  await happen();
  assert.equal(root.toJSON(), "reconnecting");
  await act(async () => retry());
  await happen();
  assert.equal(root.toJSON(), "live");
  server.restoreLog("bob");
  push("bob", "after a restore");
  await happen();
  assert.equal(gaps.length, 1);
  await act(async () => root.unmount());
  await server.settled();
  assert.deepEqual(server.connections(), []);
});

test("the test of a component passes", async () => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  globalThis.readmeTests = [];
  await run(block("React", "js", 1, 2), {}, [], { "./use_realtime.js": block("React", "js", 0, 2) });
  assert.equal(globalThis.readmeTests.length, 1);
  await quietly("error", () => globalThis.readmeTests[0]()); // React says that its test renderer is not its newest
});

test("the composable of Vue gives a component its events and the state, and ends with it", async () => {
  const { effectScope } = await import("@vue/reactivity");
  const { useRealtime } = await run(block("Vue"));
  const [seen, gaps] = [[], []];
  const scope = effectScope();
  const { state } = scope.run(() => useRealtime({
    url, token: server.token("ada"), connect: server.connect,
    onEvent: ({ data }) => seen.push(data), onIncomplete: (gap) => gaps.push(gap),
  }));
  await server.settled();
  push("ada");
  await server.settled();
  assert.deepEqual([state.value, seen, gaps], ["live", [{ orderId: "ord-1" }], []]);
  scope.stop();
  await server.settled();
  assert.equal(server.connections("ada").length, 0);
});

test("a page without a build shows its events", async () => {
  const html = block("A page without a build", "html");
  const lines = [];
  const document = { createElement: () => ({}), getElementById: () => ({ append: (line) => lines.push(line.textContent) }) };
  const script = scriptOf(html).replace(/"wss:[^"]+"/, JSON.stringify(url));
  const { connection } = await run(script, {
    document, sessionStorage: { getItem: () => server.token("ada") },
  }, ["connection"]);
  open.push(connection);
  await server.settled();
  push("ada");
  await server.settled();
  assert.deepEqual(lines, ['order.finalized {"orderId":"ord-1"}']);
  assert.deepEqual(importMapOf(html), {
    imports: { "realtime-notifier-client": "/node_modules/realtime-notifier-client/realtime.js" },
  });
});

test("a script in Node.js receives events until it is stopped", async () => {
  const said = [];
  const ends = [];
  const process = { env: { ACCESS_TOKEN: server.token("ada") }, once: (_, end) => ends.push(end) };
  await runWith("In Node.js", { url, process, console: { log: (...words) => said.push(words) } });
  push("ada");
  await server.settled();
  ends[0]();
  await server.settled();
  assert.deepEqual([said, server.counts().sockets], [[["order.finalized", { orderId: "ord-1" }]], 0]);
});

test("the test of a page passes", async () => {
  globalThis.readmeTests = [];
  await run(block("Testing a page"));
  assert.ok(globalThis.readmeTests.length > 0);
  for (const one of globalThis.readmeTests) await one();
});

test("each example in JavaScript has a test here", () => {
  const run = ["", "Signing in and out", "When events are lost", "Sending messages", "States", "React", "React", "Vue",
    "A page without a build", "In Node.js", "Testing a page"];
  assert.deepEqual(BLOCKS.filter(({ language }) => language !== "console").map(({ heading }) => heading), run);
});
