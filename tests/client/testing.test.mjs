// The fake server's verbs, each as a page meets it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createFakeServer } from "realtime-notifier-client/testing";

import { quietly } from "../support/fake_browser.mjs";

/** A live page of `user`: its codes in order, and what it was told. */
async function livePage(server, user = "ada", options = {}) {
  const page = { seen: [], gaps: [], codes: [], asked: [] };
  const token = async ({ fresh }) => {
    page.asked.push(fresh);
    return server.token(user);
  };
  page.connection = server.connect({ url: server.url, token, ...options });
  page.connection.subscribe(({ data }) => page.seen.push(data));
  page.connection.on("state", ({ code }) => page.codes.push(code));
  page.connection.on("incomplete", ({ after, through }) => page.gaps.push([Number(after), Number(through)]));
  await server.settled();
  assert.equal(page.connection.state, "live");
  page.codes = [];
  return page;
}

const say = (data) => ({ type: "said", data });

test("push answers the event as the page gets it, and numbers each user's events apart", async () => {
  const server = createFakeServer();
  const got = [];
  const connection = server.connect({ url: server.url, token: server.token("ada") });
  connection.subscribe((event) => got.push(event));
  await server.settled();
  const first = server.push("ada", { type: "order.finalized", subject: "ord-1", data: { orderId: "ord-1" } });
  server.push("bob", say("hello"));
  const second = server.push("ada", { type: "order.refunded" });
  await server.settled();
  assert.deepEqual(got, [first, second]);
  assert.deepEqual(first, {
    specversion: "1.0", id: "event-1", source: "fake-server", type: "order.finalized", subject: "ord-1",
    time: "2026-01-01T00:00:00.000Z", sequence: "00000000000000000001", data: { orderId: "ord-1" },
    epoch: first.epoch,
  });
  assert.deepEqual([Number(second.sequence), second.data], [2, null]);
});

test("the same event again is stored once, with other content it is refused", async () => {
  const server = createFakeServer();
  const page = await livePage(server);
  const event = { id: "one", source: "shop", type: "said", data: { a: 1, b: [2] } };
  const { sequence } = server.push("ada", event);
  assert.equal(server.push("ada", { ...event, data: { b: [2], a: 1 } }).sequence, sequence);
  assert.throws(() => server.push("ada", { ...event, data: 2 }), /stored with another type, subject or data, as sequence 1/);
  await server.settled();
  assert.equal(page.seen.length, 1);
});

test("drop: the client is told, comes back, and has what it missed", async () => {
  const server = createFakeServer();
  const page = await livePage(server);
  server.drop("ada");
  server.push("ada", say("missed"));
  await server.settled();
  assert.deepEqual([page.connection.code, page.seen], ["connection-lost", []]);
  await server.advance(1);
  assert.deepEqual([page.codes, page.seen], [["connection-lost", "live"], ["missed"]]);
});

test("drop silently: nothing tells the client until its next ping", async () => {
  const server = createFakeServer();
  const page = await livePage(server);
  server.drop("ada", { silently: true });
  server.push("ada", say("missed"));
  await server.advance(299);
  assert.deepEqual(page.codes, []);
  await server.advance(15);
  assert.deepEqual([page.codes, page.seen], [["no-pong", "live"], ["missed"]]);
});

test("disconnect: a close frame, and the client comes back", async () => {
  const server = createFakeServer();
  const page = await livePage(server);
  server.disconnect("ada");
  await server.advance(1);
  assert.deepEqual(page.codes, ["connection-lost", "live"]);
});

test("loseNext: the page finds out by the next event, or by its proof", async () => {
  const server = createFakeServer();
  const page = await livePage(server);
  server.loseNext("ada");
  for (const data of ["lost", "next"]) server.push("ada", say(data));
  await server.settled();
  assert.deepEqual(page.seen, ["lost", "next"]);
  server.loseNext("ada", 2);
  for (const data of ["a", "b"]) server.push("ada", say(data));
  await server.settled();
  assert.deepEqual(page.seen.slice(2), []);
  await server.advance(600);
  assert.deepEqual([page.seen.slice(2), page.gaps], [["a", "b"], []]);
});

test("expireToken: the page is asked for a fresh token, and the old one opens nothing", async () => {
  const server = createFakeServer();
  const page = await livePage(server);
  const old = server.token("ada");
  await quietly("warn", async () => {
    server.expireToken("ada");
    await server.advance(1);
  });
  assert.deepEqual([page.codes, page.asked], [["token-expired", "live"], [false, true]]);
  server.connect({ url: server.url, token: old });
  await server.settled();
  assert.deepEqual([server.handshakes.at(-1).status, server.handshakes.at(-1).reason], [401, "the token has expired"]);
});

test("restoreLog: the page is told which events are in doubt, by the next event", async () => {
  const server = createFakeServer();
  const page = await livePage(server);
  for (const data of ["kept", "lost"]) server.push("ada", say(data));
  await server.settled();
  server.restoreLog("ada", { lost: 1 });
  assert.equal(server.push("ada", say("new")).sequence, "00000000000000000002");
  await server.settled();
  assert.deepEqual([page.gaps, page.seen], [[[2, 2]], ["kept", "lost", "kept", "new"]]);
});

test("forgetEvents: a page that missed an event is told, a page that missed none is not", async () => {
  const server = createFakeServer();
  const page = await livePage(server);
  server.push("ada", say("seen"));
  await server.settled();
  server.forgetEvents("ada");
  server.drop("ada");
  await server.advance(1);
  assert.deepEqual(page.gaps, []);
  server.drop("ada");
  server.push("ada", say("missed"));
  server.forgetEvents("ada");
  await server.advance(10);
  assert.deepEqual([page.gaps, page.seen], [[[1, 2]], ["seen"]]);
});

test("refuseHandshakes: attempts fail until it ends, and the test sees why", async () => {
  const server = createFakeServer();
  server.refuseHandshakes();
  const connection = server.connect({ url: server.url, token: server.token("ada") });
  await server.advance(600);
  assert.equal(connection.code, "refused");
  assert.ok(server.handshakes.every(({ status, reason }) => status === 500 && reason.includes("refuseHandshakes")));
  server.refuseHandshakes(false);
  await server.advance(120);
  assert.equal(connection.state, "live");
});

test("onMessage: a route of one's own gets who sent what, and answers by a push", async () => {
  const server = createFakeServer();
  const page = await livePage(server);
  const heard = [];
  server.onMessage("chat.say", ({ user, data, frame }) => {
    heard.push([user, data, frame]);
    return server.push("bob", say(data.text));
  });
  const bob = await livePage(server, "bob");
  page.connection.send("chat.say", { text: "hi" });
  await server.settled();
  assert.deepEqual(heard, [["ada", { text: "hi" }, { action: "chat.say", data: { text: "hi" } }]]);
  assert.deepEqual([page.seen, bob.seen], [[], ["hi"]]);
  assert.deepEqual(server.received("ada").at(-1), { action: "chat.say", data: { text: "hi" } });
});
