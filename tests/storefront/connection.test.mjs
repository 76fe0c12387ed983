// One connection kept open: tokens, heartbeats, back-off, and the ends that servers put to it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { backoffMs, SETTLED_AFTER_MS } from "../../storefront/realtime/backoff.js";
import {
  ANSWER_WITHIN_MS, OPEN_WITHIN_MS, PING_EVERY_MS, PONG_WITHIN_MS,
} from "../../storefront/realtime/connection.js";
import {
  client, event, fakePage, FIRST_BACKOFF_MS, HALF, quietly, remembered, seq, tokenOf, URL,
} from "./fake_browser.mjs";

test("the token travels as a subprotocol and not in the address", async () => {
  const { socket } = await client();
  assert.deepEqual(socket.protocols, ["realtime.v1", `bearer.${tokenOf("ada")}`]);
  assert.equal(socket.url, URL);
});

test("a token function is asked again for each attempt", async () => {
  let asked = 0;
  const token = async () => tokenOf("ada", ++asked);
  const { sockets, fire, socket } = await client({ token });
  socket.onclose();
  await fire(FIRST_BACKOFF_MS);
  const bearers = sockets.map((one) => one.protocols[1]);
  assert.deepEqual(bearers, [1, 2].map((mark) => `bearer.${tokenOf("ada", mark)}`));
});

test("an expired token ends the connection, and the next one is asked for afresh", async () => {
  const needs = [];
  const token = async (need) => (needs.push(need.fresh), tokenOf("ada"));
  const { sockets, socket, fire, states } = await client({ token });
  socket.resumed(0);
  await quietly("warn", () => socket.error("token-expired"));
  assert.equal(socket.closedWith, 1000);
  assert.equal(states.at(-1), "reconnecting");
  socket.onclose();
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  sockets[1].onclose();
  await fire(backoffMs(1, HALF));
  assert.deepEqual(needs, [false, true, false]);
});

test("a token of another user starts that user's own order", async () => {
  const users = ["ada", "bob"];
  const { sockets, socket, fire } = await client({ token: () => tokenOf(users.shift()) });
  socket.resumed(7);
  socket.onclose();
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  assert.deepEqual(sockets[1].sent, [{ action: "resume" }]);
});

test("a late frame of an earlier user's connection does not reach the next user", async () => {
  const users = ["ada", "bob"];
  const { sockets, socket, seen, fire } = await client({ token: () => tokenOf(users.shift()) });
  socket.onclose();
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  socket.get(event(1));
  sockets[1].resumed(1);
  assert.deepEqual(seen, []);
});

test("no token means that nobody is signed in, and ends it", async () => {
  const { sockets, pending, states } = await client({ open: false, token: async () => null });
  assert.deepEqual(states, ["connecting", "closed"]);
  assert.deepEqual([sockets.length, pending().length], [0, 0]);
});

test("a token that cannot be had is tried again later", async () => {
  let asked = 0;
  const token = async () => { if (++asked === 1) throw new Error("offline"); return tokenOf("ada"); };
  await quietly("warn", async () => {
    const { sockets, fire } = await client({ open: false, token });
    assert.equal(sockets.length, 0);
    await fire(FIRST_BACKOFF_MS);
    assert.equal(sockets.length, 1);
  });
});

test("a token or a handshake that never comes is given up and tried again", async () => {
  const { sockets, fire } = await client({ open: false });
  await fire(OPEN_WITHIN_MS);
  assert.equal(sockets[0].closedWith, 4000);
  await fire(FIRST_BACKOFF_MS);
  sockets[0].onopen(); // too late: the second attempt is under way
  assert.equal(sockets.length, 2);
  assert.deepEqual(sockets[0].sent, []);
});

test("the page is live only after realtime.resumed, and nothing more is waited for", async () => {
  const { socket, states, pending } = await client();
  assert.deepEqual(states, ["connecting"]);
  assert.ok(pending().includes(ANSWER_WITHIN_MS));
  socket.resumed(0);
  assert.deepEqual(states, ["connecting", "live"]);
  assert.ok(!pending().includes(ANSWER_WITHIN_MS));
});

test("a resume that nobody answers closes the connection and opens another", async () => {
  const { sockets, socket, fire, states } = await client();
  await fire(ANSWER_WITHIN_MS);
  assert.equal(socket.closedWith, 4000);
  await fire(FIRST_BACKOFF_MS);
  assert.equal(sockets.length, 2);
  assert.equal(states.at(-1), "reconnecting");
});

test("a reconnect resumes after the last event seen", async () => {
  const { sockets, socket, states, fire } = await client();
  socket.get(event(1));
  socket.resumed(1);
  socket.onclose();
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  assert.deepEqual(sockets[1].sent, [{ action: "resume", after: seq(1) }]);
  sockets[1].resumed(1);
  assert.deepEqual(states, ["connecting", "live", "reconnecting", "live"]);
});

test("what an abandoned resume brought is asked for again and shown once", async () => {
  const { sockets, socket, seen, fire } = await client();
  socket.get(event(1));
  socket.onclose();
  socket.get(event(2)); // of a socket that is no longer ours
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  sockets[1].get(event(1), event(2));
  sockets[1].resumed(2);
  assert.deepEqual(seen, [1, 2]);
});

test("an abandoned resume keeps what it had already handed over", async () => {
  const { sockets, socket, seen, fire } = await client({ places: [remembered(3)] });
  socket.get(event(4), event(5));
  socket.onclose();
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  assert.deepEqual(sockets[1].sent, [{ action: "resume", after: seq(5) }]);
  assert.deepEqual(seen, [4, 5]);
});

test("back-off has full jitter, a floor of half a second and a ceiling of thirty", () => {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    assert.equal(backoffMs(attempt, () => 0), 500);
    assert.ok(backoffMs(attempt, () => 1) <= 30_000);
  }
  assert.deepEqual([0, 1, 2].map((one) => backoffMs(one, () => 1)), [1000, 2000, 4000]);
  assert.equal(backoffMs(39, () => 1), 30_000);
});

test("connections that are closed soon after they opened are tried ever more slowly", async () => {
  const { sockets, fire } = await client();
  for (let attempt = 0; attempt < 8; attempt += 1) {
    if (attempt > 0) sockets.at(-1).onopen();
    sockets.at(-1).resumed(0);
    sockets.at(-1).onclose();
    await fire(backoffMs(attempt, HALF));
  }
  assert.equal(sockets.length, 9);
});

test("a connection that stayed live for a while starts the back-off over", async () => {
  const { sockets, socket, fire } = await client();
  socket.onclose();
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  sockets[1].resumed(0);
  await fire(SETTLED_AFTER_MS);
  sockets[1].onclose();
  await fire(FIRST_BACKOFF_MS);
  assert.equal(sockets.length, 3);
});

test("a gap in a live connection does not put off that moment", async () => {
  const { socket, pending } = await client();
  socket.resumed(1);
  socket.get(event(3));
  socket.get(event(2), event(3));
  socket.resumed(3);
  assert.equal(pending().filter((ms) => ms === SETTLED_AFTER_MS).length, 1);
});

test("a ping is sent each five minutes and a pong keeps the connection", async () => {
  const { socket, fire, pending } = await client();
  socket.resumed(0);
  await fire(PING_EVERY_MS);
  assert.deepEqual(socket.sent.at(-1), { action: "ping" });
  socket.get({ type: "realtime.pong" });
  assert.ok(pending().includes(PING_EVERY_MS));
  assert.ok(!pending().includes(PONG_WITHIN_MS));
});

test("a missing pong closes the connection and opens another", async () => {
  const { sockets, socket, fire, states } = await client();
  socket.resumed(0);
  await fire(PING_EVERY_MS);
  await fire(PONG_WITHIN_MS);
  assert.equal(socket.closedWith, 4000);
  assert.equal(states.at(-1), "reconnecting");
  socket.onclose(); // the browser's own close comes later and changes nothing
  await fire(FIRST_BACKOFF_MS);
  assert.equal(sockets.length, 2);
});

test("a browser that goes offline shows it at once and tries again when it is back", async () => {
  const page = fakePage();
  const { sockets, socket, states, pending } = await client({ page });
  socket.resumed(0);
  page.dispatchEvent(new Event("offline"));
  assert.equal(states.at(-1), "reconnecting");
  page.dispatchEvent(new Event("online"));
  await new Promise((done) => setImmediate(done));
  assert.equal(sockets.length, 2);
  assert.ok(!pending().includes(FIRST_BACKOFF_MS));
});

test("a tab that is looked at again makes sure that its connection is alive", async () => {
  const page = fakePage();
  const { socket, pending } = await client({ page });
  socket.resumed(0);
  page.document.visibilityState = "hidden";
  page.document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(socket.sent.length, 1);
  page.document.visibilityState = "visible";
  page.document.dispatchEvent(new Event("visibilitychange"));
  assert.deepEqual(socket.sent.at(-1), { action: "ping" });
  assert.ok(pending().includes(PONG_WITHIN_MS));
});

test("waking up while an attempt is under way starts no second one", async () => {
  const page = fakePage();
  const { sockets } = await client({ page, open: false });
  page.dispatchEvent(new Event("online"));
  await new Promise((done) => setImmediate(done));
  assert.equal(sockets.length, 1);
});

test("close ends it: no timer is left, nothing listens, nothing reconnects", async () => {
  const page = fakePage();
  const { handle, sockets, socket, pending, states } = await client({ page });
  handle.close();
  handle.close();
  socket.onclose();
  page.dispatchEvent(new Event("online"));
  assert.equal(socket.closedWith, 1000);
  assert.deepEqual(pending(), []);
  assert.equal(sockets.length, 1);
  assert.deepEqual(states, ["connecting", "closed"]);
});

test("close while the token is fetched opens nothing", async () => {
  let give;
  const token = () => new Promise((done) => (give = done));
  const { handle, sockets, pending } = await client({ open: false, token });
  handle.close();
  give(tokenOf("ada"));
  await new Promise((done) => setImmediate(done));
  assert.deepEqual([sockets.length, pending().length], [0, 0]);
});

test("close from inside onState leaves no timer", async () => {
  const made = await client({ onState: (state) => state === "reconnecting" && made.handle.close() });
  made.socket.resumed(0);
  made.socket.onclose();
  assert.deepEqual(made.pending(), []);
});
