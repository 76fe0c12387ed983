// The last sequence across reloads, tabs, users and storages that fail.

import assert from "node:assert/strict";
import { test } from "node:test";

import { browserStorages } from "../../client/internal/last_sequence.js";
import {
  client, event, lastSequenceName, memory, quietly, remembered, seq, tokenOf,
} from "../support/fake_browser.mjs";

const ADA = lastSequenceName("ada");
const refuse = () => { throw new Error("denied"); };

test("a remembered sequence is sent as after", async () => {
  const { socket } = await client({ storages: [undefined, remembered(7)] });
  assert.deepEqual(socket.sent, [{ action: "resume", after: seq(7) }]);
});

test("a damaged sequence is ignored and replaced", async () => {
  const storage = memory({ [ADA]: "seven" });
  const { socket } = await client({ storages: [storage] });
  assert.deepEqual(socket.sent, [{ action: "resume" }]);
  socket.resumed(3);
  assert.equal(storage.map.get(ADA), seq(3));
});

test("resumed moves the last sequence even when no event came", async () => {
  const storage = memory();
  const { socket } = await client({ storages: [storage] });
  socket.resumed(5);
  assert.equal(storage.map.get(ADA), seq(5));
});

test("a sequence is stored only after the page got the event", async () => {
  const storage = remembered(1);
  const during = [];
  const { socket } = await client({ storages: [storage], onEvent: () => during.push(storage.map.get(ADA)) });
  socket.get(event(2));
  assert.deepEqual(during, [seq(1)]);
  assert.equal(storage.map.get(ADA), seq(2));
});

test("an event whose onEvent threw counts as handed over", async () => {
  const storage = remembered(1);
  const { socket } = await client({ storages: [storage], onEvent: refuse });
  await quietly("error", () => socket.get(event(2)));
  assert.equal(storage.map.get(ADA), seq(2));
});

test("a tab that is behind does not replace the sequence of another tab", async () => {
  const shared = remembered(5);
  const behind = await client({ storages: [memory(), shared] });
  const ahead = await client({ storages: [memory(), shared] });
  ahead.socket.get(event(6), event(7), event(8));
  behind.socket.get(event(6));
  assert.equal(shared.map.get(ADA), seq(8));
  behind.socket.get(event(7), event(8));
  assert.deepEqual(behind.seen, [6, 7, 8]);
});

test("a tab that was offline gets on reload the events that another tab already got", async () => {
  const shared = memory();
  const own = memory();
  const offline = await client({ storages: [own, shared] });
  offline.socket.resumed(5);
  const other = await client({ storages: [memory(), shared] });
  other.socket.get(event(6));
  const reloaded = await client({ storages: [own, shared] });
  assert.deepEqual(reloaded.socket.sent, [{ action: "resume", after: seq(5) }]);
});

test("a new tab resumes after the last event of the tab that is furthest ahead", async () => {
  const { socket } = await client({ storages: [memory(), remembered(9)] });
  assert.deepEqual(socket.sent, [{ action: "resume", after: seq(9) }]);
});

test("a sequence that the server does not know is replaced by a stored lower one", async () => {
  const own = remembered(50);
  const { socket } = await client({ storages: [own, remembered(3)] });
  await quietly("warn", () => socket.error("invalid-after"));
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(3) });
  assert.equal(own.map.has(ADA), false);
});

test("a dropped sequence does not come back, and lower ones are stored again", async () => {
  const storage = remembered(50);
  const { socket } = await client({ storages: [storage] });
  await quietly("warn", () => socket.error("invalid-after"));
  socket.get(event(1));
  socket.resumed(1);
  assert.equal(storage.map.get(ADA), seq(1));
});

test("users of one browser do not share a last sequence", async () => {
  const { socket } = await client({ storages: [remembered(7)], token: tokenOf("bob") });
  assert.deepEqual(socket.sent, [{ action: "resume" }]);
});

test("stages at different addresses do not share a last sequence", async () => {
  const { socket } = await client({ storages: [remembered(7)], url: "ws://elsewhere" });
  assert.deepEqual(socket.sent, [{ action: "resume" }]);
});

test("a token that is not a JWT connects, and nothing is stored", async () => {
  const storage = memory();
  const { socket, seen } = await client({ storages: [storage], token: "opaque" });
  socket.get(event(1));
  socket.resumed(1);
  assert.deepEqual(seen, [1]);
  assert.equal(storage.map.size, 0);
});

test("a page whose storage is refused still gets each event once", async () => {
  const blocked = { getItem: refuse, setItem: refuse, removeItem: refuse };
  const { socket, seen } = await client({ storages: [blocked, undefined] });
  socket.get(event(1), event(1));
  socket.resumed(1);
  assert.deepEqual(seen, [1]);
});

test("full storage stops nothing", async () => {
  const full = { ...remembered(1), setItem: refuse };
  const { socket, seen } = await client({ storages: [full] });
  socket.get(event(2), event(3));
  assert.deepEqual(seen, [2, 3]);
});

test("a storage whose property throws counts as missing", () => {
  const names = ["sessionStorage", "localStorage"];
  const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  for (const name of names) Object.defineProperty(globalThis, name, { get: refuse, configurable: true });
  try {
    assert.deepEqual(browserStorages(), [undefined, undefined]);
  } finally {
    names.forEach((name, index) => {
      delete globalThis[name];
      if (before[index]) Object.defineProperty(globalThis, name, before[index]);
    });
  }
});
