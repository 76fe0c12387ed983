// One connection from its opening to its end.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ANSWER_WITHIN_MS } from "../../client/internal/answers.js";
import { OPEN_WITHIN_MS } from "../../client/internal/handshake.js";
import { client, event, fakePage, FIRST_BACKOFF_MS, quietly, remembered, seq, settled } from "../support/fake_browser.mjs";

test("the page is live after realtime.resumed, and no timer waits for an answer any more", async () => {
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
  socket.onclose({ code: 1006 });
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  assert.deepEqual(sockets[1].sent, [{ action: "resume", after: seq(1) }]);
  sockets[1].resumed(1);
  assert.deepEqual(states, ["connecting", "live", "reconnecting", "live"]);
});

test("events of an abandoned resume are requested again and handed over once", async () => {
  const { sockets, socket, seen, fire } = await client();
  socket.get(event(1));
  socket.onclose({ code: 1006 });
  socket.get(event(2)); // of a socket that is no longer ours
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  sockets[1].get(event(1), event(2));
  sockets[1].resumed(2);
  assert.deepEqual(seen, [1, 2]);
});

test("events that an abandoned resume had handed over do not come again", async () => {
  const { sockets, socket, seen, fire } = await client({ storages: [remembered(3)] });
  socket.get(event(4), event(5));
  socket.onclose({ code: 1006 });
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  assert.deepEqual(sockets[1].sent, [{ action: "resume", after: seq(5) }]);
  assert.deepEqual(seen, [4, 5]);
});

test("after close no timer runs, nothing listens and nothing reconnects", async () => {
  const page = fakePage();
  const { handle, sockets, socket, pending, states } = await client({ page });
  handle.close();
  handle.close();
  socket.onclose({ code: 1006 });
  page.dispatchEvent(new Event("online"));
  assert.equal(socket.closedWith, 1000);
  assert.deepEqual(pending(), []);
  assert.equal(sockets.length, 1);
  assert.deepEqual(states, ["connecting", "closed"]);
});

test("close from inside onState leaves no timer", async () => {
  const made = await client({ onState: ({ state }) => state === "reconnecting" && made.handle.close() });
  made.socket.resumed(0);
  made.socket.onclose({ code: 1006 });
  assert.deepEqual(made.pending(), []);
});

test("retry() from inside onState starts the attempt in place of the one that was due", async () => {
  const made = await client({ onState: ({ code }) => code === "connection-lost" && made.handle.retry() });
  made.socket.onclose({ code: 1006 });
  await settled();
  assert.deepEqual([made.sockets.length, made.pending()], [2, [OPEN_WITHIN_MS]]);
});

test("retry() after close() does nothing", async () => {
  const { handle, sockets, pending } = await client();
  handle.close();
  handle.retry();
  await settled();
  assert.deepEqual([sockets.length, pending()], [1, []]);
});

test("a page that is too old for the server is told so once, and does not connect again", async () => {
  const { socket, pending, codes } = await client();
  await quietly("warn", () => {
    socket.error("version-gone");
    socket.error("version-gone");
  });
  assert.deepEqual([codes, pending(), socket.closedWith], [["connecting", "version-gone"], [], 1000]);
});
