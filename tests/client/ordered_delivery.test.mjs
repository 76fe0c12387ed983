// Every event once, in order.

import assert from "node:assert/strict";
import { test } from "node:test";

import { client, event, quietly, remembered, seq } from "../support/fake_browser.mjs";

test("a first visit resumes without after", async () => {
  const { socket } = await client();
  assert.deepEqual(socket.sent, [{ action: "resume" }]);
});

test("events of a resume and new events that arrive during it are merged in order", async () => {
  const { socket, seen } = await client();
  socket.get(event(4), event(2), event(1), event(3));
  assert.deepEqual(seen, []);
  socket.resumed(3);
  assert.deepEqual(seen, [1, 2, 3, 4]);
});

test("an event that follows the last one is handed over before the resume ends", async () => {
  const { socket, seen } = await client({ storages: [remembered(4)] });
  socket.get(event(5), event(7));
  assert.deepEqual(seen, [5]);
  socket.get(event(6));
  assert.deepEqual(seen, [5, 6, 7]);
});

test("repeats are dropped during a resume and after it", async () => {
  const { socket, seen } = await client();
  socket.get(event(1), event(1));
  socket.resumed(1);
  socket.get(event(1), event(2), event(2), event(1));
  assert.deepEqual(seen, [1, 2]);
  assert.equal(socket.resumes().length, 1);
});

test("a gap is resumed, and the events then come in order", async () => {
  const { socket, seen } = await client();
  socket.resumed(1);
  socket.get(event(4));
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(1) });
  assert.deepEqual(seen, []);
  socket.get(event(2), event(3), event(4));
  socket.resumed(4);
  assert.deepEqual(seen, [2, 3, 4]);
});

test("there is one resume at a time, however many gaps there are", async () => {
  const { socket, seen } = await client();
  socket.resumed(1);
  socket.get(event(4), event(6), event(9));
  assert.equal(socket.resumes().length, 2);
  socket.get(event(2), event(3), event(5));
  socket.resumed(6);
  assert.deepEqual(seen, [2, 3, 4, 5, 6]);
  assert.deepEqual(socket.resumes().slice(2), [{ action: "resume", after: seq(6) }]);
});

test("a gap beyond the end of a resume is resumed again", async () => {
  const { socket, seen } = await client();
  socket.get(event(1), event(3));
  socket.resumed(1);
  assert.deepEqual(seen, [1]);
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(1) });
  socket.get(event(2), event(3));
  socket.resumed(3);
  assert.deepEqual(seen, [1, 2, 3]);
});

test("after a long absence the client resumes page by page, and is live after the last page", async () => {
  const { socket, seen, states } = await client({ storages: [remembered(0)] });
  socket.get(event(1), event(2));
  socket.resumed(2, { more: true });
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(2) });
  assert.equal(states.at(-1), "connecting");
  socket.get(event(3));
  socket.resumed(3);
  assert.deepEqual(seen, [1, 2, 3]);
  assert.equal(states.at(-1), "live");
});

test("a repeated answer to an earlier resume changes nothing", async () => {
  const { socket, seen } = await client({ storages: [remembered(2)] });
  socket.resumed(8, { complete: false });
  socket.get(event(9), event(11));
  socket.resumed(8, { complete: false });
  socket.get(event(9), event(10));
  assert.deepEqual(seen, [9, 10, 11]);
});

test("errors about other frames change nothing", async () => {
  const { socket, seen } = await client({ storages: [remembered(1)] });
  const warned = await quietly("warn", () => {
    for (const code of ["malformed", "of-later"]) socket.error(code);
  });
  socket.get(event(2));
  socket.resumed(2);
  assert.equal(warned, 2);
  assert.deepEqual(seen, [2]);
  assert.equal(socket.resumes().length, 1);
});

test("an onEvent that throws is logged, and the next event still comes", async () => {
  const seen = [];
  const { socket } = await client({
    onEvent: (one) => {
      seen.push(Number(one.sequence));
      if (seen.length === 1) throw new Error("the page's own");
    },
  });
  const logged = await quietly("error", () => {
    socket.get(event(1), event(2));
    socket.resumed(2);
  });
  assert.deepEqual(seen, [1, 2]);
  assert.equal(logged, 1);
});

test("an async onEvent that fails is logged", async () => {
  const { socket } = await client({ onEvent: async () => { throw new Error("the page's own"); } });
  const logged = await quietly("error", async () => {
    socket.get(event(1));
    socket.resumed(1);
    await new Promise((done) => setImmediate(done));
  });
  assert.equal(logged, 1);
});

test("a page that closes from inside onEvent gets nothing more", async () => {
  const seen = [];
  const { handle, socket, pending } = await client({
    onEvent: (one) => { seen.push(Number(one.sequence)); handle.close(); },
  });
  socket.get(event(1), event(2), event(4));
  socket.resumed(4);
  assert.deepEqual(seen, [1]);
  assert.deepEqual(pending(), []);
});

test("frames that are not of the protocol are ignored", async () => {
  const { socket, seen } = await client();
  socket.onmessage({ data: "not json" });
  socket.get(null, 7, { type: "constructor" }, { specversion: "1.0", sequence: "1" });
  socket.get({ type: "realtime.resumed", through: "5", complete: true });
  assert.deepEqual(seen, []);
  socket.resumed(0);
  socket.get(event(1));
  assert.deepEqual(seen, [1]);
});
