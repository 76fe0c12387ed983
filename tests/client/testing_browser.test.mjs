// The fake server's browser: tabs, reloads, its network, and what a page leaves behind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

import { connect } from "realtime-notifier-client";
import { createFakeServer } from "realtime-notifier-client/testing";

const NOTHING = { sockets: 0, timers: 0, listeners: 0 };
const say = (data) => ({ type: "said", data });

/** A page in that tab: what it has seen since it was loaded. */
async function load(server, tab, user = "ada") {
  const page = { seen: [], connection: tab.connect({ url: server.url, token: () => server.token(user) }) };
  page.connection.subscribe(({ data }) => page.seen.push(data));
  await server.settled();
  return page;
}

test("a page that is loaded anew has what it missed, and nothing twice", async () => {
  const server = createFakeServer();
  const tab = server.openTab();
  const before = await load(server, tab);
  server.push("ada", say(1));
  await server.settled();
  tab.reload();
  server.push("ada", say(2));
  await server.settled();
  assert.deepEqual([server.connections("ada"), tab.counts()], [[], NOTHING]);
  const after = await load(server, tab);
  assert.deepEqual([before.seen, after.seen], [[1], [2]]);
});

test("with a token that says no user, a page that is loaded anew gets the events again", async () => {
  const server = createFakeServer();
  server.acceptToken("test-token", "ada");
  const tab = server.openTab();
  const seen = [];
  for (const more of [1, 2]) {
    tab.connect({ url: server.url, token: "test-token" }).subscribe(({ data }) => seen.push(data));
    await server.settled();
    server.push("ada", say(more));
    await server.settled();
    tab.reload();
  }
  assert.deepEqual(seen, [1, 1, 2]);
});

test("the code of a page that was loaded anew never runs again", async () => {
  const server = createFakeServer();
  const tab = server.openTab();
  let answer;
  const token = () => new Promise((done) => {
    answer = () => done(server.token("ada"));
  });
  tab.connect({ url: server.url, token });
  await server.settled();
  const live = await load(server, tab);
  tab.reload();
  answer();
  await server.advance(60);
  assert.deepEqual([live.connection.state, server.handshakes.length, server.counts()], ["live", 1, NOTHING]);
});

test("a new tab goes on from the tab that is furthest ahead; another user's does not", async () => {
  const server = createFakeServer();
  server.push("ada", say(1));
  await load(server, server.openTab());
  server.push("bob", say("for bob"));
  const [second, bobs] = [await load(server, server.openTab()), await load(server, server.openTab(), "bob")];
  server.push("ada", say(2));
  await server.settled();
  assert.deepEqual([second.seen, bobs.seen], [[2], ["for bob"]]);
});

test("offline and online: each page is told at once", async () => {
  const server = createFakeServer();
  const page = await load(server, server.openTab());
  server.offline();
  await server.settled();
  assert.deepEqual([page.connection.code, server.connections()], ["offline", []]);
  await server.advance(60);
  assert.equal(server.handshakes.at(-1).status, 0);
  server.push("ada", say(1));
  server.online();
  await server.settled();
  assert.deepEqual([page.connection.state, page.seen], ["live", [1]]);
});

test("a tab that is looked at proves its subscription", async () => {
  const server = createFakeServer();
  const tab = server.openTab();
  const page = await load(server, tab);
  server.loseNext("ada");
  server.push("ada", say("lost"));
  tab.hide();
  await server.settled();
  assert.deepEqual(page.seen, []);
  tab.show();
  await server.settled();
  assert.deepEqual(page.seen, ["lost"]);
});

test("what a page has is counted, and close() leaves nothing", async () => {
  const server = createFakeServer();
  const tab = server.openTab();
  const page = await load(server, tab);
  const { sockets, timers, listeners } = tab.counts();
  assert.ok(sockets === 1 && timers > 0 && listeners > 3, JSON.stringify(tab.counts()));
  page.connection.close();
  await server.settled();
  assert.deepEqual([tab.counts(), server.counts(), server.connections()], [NOTHING, NOTHING, []]);
});

test("a page whose connect cannot be reached takes the class from the global scope", async () => {
  const server = createFakeServer();
  const { WebSocket } = globalThis;
  globalThis.WebSocket = server.WebSocket;
  try {
    const connection = connect({ url: server.url, token: server.token("ada") });
    const seen = [];
    connection.subscribe(({ data }) => seen.push(data));
    await server.settled();
    server.push("ada", say(1));
    await server.settled();
    assert.deepEqual([connection.state, seen], ["live", [1]]);
    connection.close();
    await server.settled();
    assert.equal(server.counts().sockets, 0);
  } finally {
    globalThis.WebSocket = WebSocket;
  }
});

test("a long chain of promises is waited for", async () => {
  const server = createFakeServer();
  const token = async () => {
    for (let turn = 0; turn < 1000; turn += 1) await null;
    return server.token("ada");
  };
  const connection = server.connect({ url: server.url, token });
  await server.settled();
  assert.equal(connection.state, "live");
});

/** Runs a module in a thread whose global scope lacks something, and answers what it posts. */
function inThread(text) {
  const worker = new Worker(`${text}\n//# sourceURL=thread`, { eval: true });
  return new Promise((done, failed) => worker.once("message", done).once("error", failed));
}

test("it works without MessageChannel, and where a test's own fake timers stand still", async () => {
  const entry = JSON.stringify(new URL("../../client/testing/index.js", import.meta.url).href);
  const said = await inThread(`
    delete globalThis.MessageChannel;
    for (const name of ["setTimeout", "setImmediate", "setInterval", "queueMicrotask"]) globalThis[name] = () => {};
    import(${entry}).then(async ({ createFakeServer }) => {
      const server = createFakeServer();
      const connection = server.connect({ url: server.url, token: async () => server.token("ada") });
      await server.settled();
      require("node:worker_threads").parentPort.postMessage(connection.state);
    });`);
  assert.equal(said, "live");
});

test("a day with tokens of an hour: the page stays live, and no handshake is refused", async () => {
  const server = createFakeServer();
  const page = await load(server, server.openTab());
  await server.advance(86_400);
  server.push("ada", say(1));
  await server.settled();
  assert.deepEqual([page.connection.state, page.seen], ["live", [1]]);
  assert.ok(server.handshakes.length > 20);
  assert.deepEqual(server.handshakes.filter(({ status }) => status !== 101), []);
});
