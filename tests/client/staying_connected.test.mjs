// Staying connected: back-off, heartbeats, and the browser's events about the network.

import assert from "node:assert/strict";
import { test } from "node:test";

import { backoffMs, SETTLED_AFTER_CLOSE_MS, SETTLED_AFTER_MS } from "../../client/internal/backoff.js";
import { PONG_WITHIN_MS } from "../../client/internal/heartbeat.js";
import { PING_EVERY_SECONDS } from "../../client/internal/line_patience.js";
import { client, event, fakePage, FIRST_BACKOFF_MS, HALF, quietly } from "../support/fake_browser.mjs";

const PING_EVERY_MS = PING_EVERY_SECONDS * 1000;

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
    sockets.at(-1).onclose({ code: 1006 });
    await fire(backoffMs(attempt, HALF));
  }
  assert.equal(sockets.length, 9);
});

/** The waits after a connection that was live for `ms`, the second one of two, and after a third. */
async function waitsAfter(ms, code, meanwhile = () => {}) {
  const made = await client();
  const waits = [];
  made.socket.onclose({ code: 1006 });
  for (const live of [ms, 0]) {
    await made.advance(made.untilNext());
    made.sockets.at(-1).onopen();
    made.sockets.at(-1).resumed(0);
    await made.advance(live - 1);
    meanwhile(made.sockets.at(-1));
    await made.advance(1);
    made.sockets.at(-1).onclose({ code });
    waits.push(made.untilNext());
  }
  return waits;
}

test("a connection that stayed live for a while starts the back-off over", async () => {
  const [first, second, third] = [0, 1, 2].map((one) => backoffMs(one, HALF));
  assert.deepEqual(await waitsAfter(SETTLED_AFTER_MS - 1, 1006), [second, third]);
  assert.deepEqual(await waitsAfter(SETTLED_AFTER_MS, 1006), [first, second]);
});

test("a server that closes what it has just opened is left alone for longer", async () => {
  const [first, second, third] = [0, 1, 2].map((one) => backoffMs(one, HALF));
  assert.deepEqual(await waitsAfter(SETTLED_AFTER_CLOSE_MS - 1, 1000), [second, third]);
  assert.deepEqual(await waitsAfter(SETTLED_AFTER_CLOSE_MS, 1000), [first, second]);
});

test("a gap in a live connection does not delay the moment at which the back-off starts over", async () => {
  const gap = (socket) => {
    socket.get(event(3));
    socket.get(event(1), event(2));
    socket.resumed(3);
  };
  assert.equal((await waitsAfter(SETTLED_AFTER_MS, 1006, gap))[0], FIRST_BACKOFF_MS);
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
  socket.onclose({ code: 1006 }); // the browser's own close comes later and changes nothing
  await fire(FIRST_BACKOFF_MS);
  assert.equal(sockets.length, 2);
});

test("a browser that goes offline is reported at once, and connects again when it is back", async () => {
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

test("a browser that goes offline during a wait is reported at once, and the wait goes on", async () => {
  const page = fakePage();
  const { socket, codes, pending } = await client({ page });
  socket.onclose({ code: 1006 });
  page.dispatchEvent(new Event("offline"));
  assert.deepEqual([codes.at(-1), pending()], ["offline", [FIRST_BACKOFF_MS]]);
});

test("a browser that goes offline changes nothing for a client that tries nothing", async () => {
  for (const [end, state] of [[({ handle }) => handle.close(), "closed"],
    [({ socket }) => socket.error("connection-limit"), "paused"]]) {
    const page = fakePage();
    const made = await client({ page });
    await quietly("warn", () => end(made));
    page.dispatchEvent(new Event("offline"));
    assert.deepEqual([made.states.at(-1), made.pending()], [state, []]);
  }
});

test("a tab that becomes visible checks that its connection is alive", async () => {
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

test("waking up during an attempt starts no second one", async () => {
  const page = fakePage();
  const { sockets } = await client({ page, open: false });
  page.dispatchEvent(new Event("online"));
  await new Promise((done) => setImmediate(done));
  assert.equal(sockets.length, 1);
});
