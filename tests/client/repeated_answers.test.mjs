// Answers that come twice or not at all, and a log that was made anew.

import assert from "node:assert/strict";
import { test } from "node:test";

import { FIRST_BACKOFF_MS, client, event, quietly, remembered, seq } from "../support/fake_browser.mjs";

test("copies of an earlier answer do not count as tries of a later gap", async () => {
  const { socket, seen, gaps } = await client({ storages: [remembered(2)] });
  socket.resumed(3, { after: seq(2) });
  socket.get(event(3), event(5)); // 4 is on its way
  for (let copy = 0; copy < 4; copy += 1) socket.resumed(3, { after: seq(2) });
  socket.get(event(4), event(5));
  socket.resumed(5, { after: seq(3) });
  assert.deepEqual([seen, gaps], [[3, 4, 5], []]);
});

test("a copy of a refusal does not drop the next lower sequence", async () => {
  const { socket } = await client({ storages: [remembered(50), remembered(3)] });
  await quietly("warn", () => {
    socket.error("invalid-after", { after: seq(50) });
    socket.error("invalid-after", { after: seq(50) });
  });
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(3) });
});

test("events that waited from an earlier log do not block those of the new log", async () => {
  const { socket, seen } = await client({ storages: [remembered(50)] });
  socket.resumed(50);
  socket.get(event(52)); // 51 is missing; then the log is lost and made anew
  await quietly("warn", () => socket.error("invalid-after"));
  socket.get(event(1), event(2));
  socket.resumed(2);
  socket.get(event(3));
  assert.deepEqual(seen, [1, 2, 3]);
});

test("API Gateway's own failure frame ends the wait for an answer", async () => {
  const { socket, sockets, fire } = await client();
  socket.get({ message: "Internal server error", connectionId: "abc=", requestId: "r" });
  assert.equal(socket.closedWith, 4000);
  await fire(FIRST_BACKOFF_MS);
  assert.equal(sockets.length, 2);
});

test("a failure frame without an open resume closes nothing", async () => {
  const { socket, states } = await client();
  socket.resumed(0);
  socket.get({ message: "Internal server error", connectionId: "abc=", requestId: "r" });
  assert.deepEqual([socket.closedWith, states.at(-1)], [null, "live"]);
});
