// Missing events: the client resumes them, or reports to the page that they are lost.

import assert from "node:assert/strict";
import { test } from "node:test";

import { FRUITLESS_RESUMES } from "../../client/internal/ordered_delivery.js";
import { client, event, FIRST_BACKOFF_MS, quietly, remembered, seq } from "../support/fake_browser.mjs";

test("an incomplete resume is reported to the page before the events after the gap", async () => {
  const told = [];
  const { socket } = await client({
    storages: [remembered(2)],
    onIncomplete: (gap) => told.push(gap),
    onEvent: (one) => told.push(Number(one.sequence)),
  });
  socket.get(event(9));
  socket.resumed(9, { complete: false });
  socket.get(event(10));
  assert.deepEqual(told, [{ after: seq(2), through: seq(9) }, 9, 10]);
});

test("a gap up to the end of an empty replay window is skipped", async () => {
  const { socket, seen, gaps } = await client({ storages: [remembered(2)] });
  socket.resumed(8, { complete: false });
  socket.get(event(9));
  assert.deepEqual(seen, [9]);
  assert.deepEqual(gaps, [{ after: seq(2), through: seq(8) }]);
});

test("a complete resume is not reported", async () => {
  const { socket, gaps } = await client({ storages: [remembered(2)] });
  socket.get(event(3));
  socket.resumed(3);
  assert.deepEqual(gaps, []);
});

test("a gap that complete resumes leave is resumed some times, and then reported as lost", async () => {
  const { socket, seen, gaps } = await client({ storages: [remembered(2)] });
  socket.get(event(5));
  for (let time = 1; time < FRUITLESS_RESUMES; time += 1) socket.resumed(5);
  assert.deepEqual([seen, gaps], [[], []]);
  socket.resumed(5);
  assert.deepEqual(seen, [5]);
  assert.deepEqual(gaps, [{ after: seq(2), through: seq(5) }]);
  assert.equal(socket.resumes().length, FRUITLESS_RESUMES);
});

test("a complete resume that brought fewer events than it says is repeated", async () => {
  const { socket, seen, states } = await client({ storages: [remembered(2)] });
  socket.get(event(3));
  socket.resumed(4);
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(3) });
  assert.equal(states.at(-1), "connecting");
  socket.get(event(4));
  socket.resumed(4);
  assert.deepEqual([seen, states.at(-1)], [[3, 4], "live"]);
});

test("reconnects without a gap do not count as tries of a later gap", async () => {
  const { sockets, seen, gaps, fire } = await client({ storages: [remembered(2)] });
  for (let time = 0; time < FRUITLESS_RESUMES; time += 1) {
    sockets.at(-1).resumed(2);
    sockets.at(-1).onclose({ code: 1006 });
    await fire(sockets.length === 1 ? FIRST_BACKOFF_MS : 500 + 0.5 * (500 * 2 ** sockets.length - 500));
    sockets.at(-1).onopen();
  }
  sockets.at(-1).get(event(4));
  sockets.at(-1).resumed(2);
  assert.deepEqual([seen, gaps], [[], []]);
});

test("a last sequence that the server does not know is dropped, and the page gets a report", async () => {
  const { socket, seen, gaps } = await client({ storages: [remembered(50)] });
  await quietly("warn", () => socket.error("invalid-after"));
  assert.deepEqual(socket.sent.at(-1), { action: "resume" });
  socket.get(event(1));
  socket.resumed(1);
  assert.deepEqual(seen, [1]);
  assert.deepEqual(gaps, [{ after: seq(50), through: seq(1) }]);
});

test("the report names the sequence that was refused first", async () => {
  const { socket, gaps } = await client({ storages: [remembered(50), remembered(40)] });
  await quietly("warn", () => {
    socket.error("invalid-after");
    socket.error("invalid-after");
  });
  socket.resumed(3);
  assert.deepEqual(socket.resumes().map((one) => one.after), [seq(50), seq(40), undefined]);
  assert.deepEqual(gaps, [{ after: seq(50), through: seq(3) }]);
});

test("a refused resume without a sequence is not repeated at once", async () => {
  const { socket } = await client();
  await quietly("warn", () => socket.error("invalid-after"));
  assert.equal(socket.resumes().length, 1);
});
