// A log that was restored: another epoch, told to the page, and begun anew.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  client, event, FIRST_BACKOFF_MS, lastSequenceName, memory, quietly, remembered, seq,
} from "../support/fake_browser.mjs";

const ADA = lastSequenceName("ada");
const OLD = "00000000000000aa";
const NEW = "00000000000000bb";

/** A live page that has everything up to `number` of the old epoch, and what it was told in order. */
async function livePage(number = 100) {
  const told = [];
  const storage = remembered(number, OLD);
  const made = await client({
    storages: [storage],
    onEvent: (one) => told.push(Number(one.sequence)),
    onIncomplete: (gap) => told.push(gap),
  });
  made.socket.resumed(number, { after: seq(number), epoch: OLD });
  return { ...made, told, storage };
}

test("the epoch is remembered beside the sequence, and sent with it", async () => {
  const storage = memory();
  const { socket } = await client({ storages: [storage] });
  assert.deepEqual(socket.sent, [{ action: "resume" }]);
  socket.get(event(1, OLD));
  socket.resumed(1, { epoch: OLD });
  assert.equal(storage.map.get(ADA), `${seq(1)} ${OLD}`);
  const reloaded = await client({ storages: [storage] });
  assert.deepEqual(reloaded.socket.sent, [{ action: "resume", after: seq(1), epoch: OLD }]);
});

test("a sequence that an older client stored is used, and gets its epoch from the first answer", async () => {
  const storage = remembered(7);
  const { socket, gaps } = await client({ storages: [storage] });
  assert.deepEqual(socket.sent, [{ action: "resume", after: seq(7) }]);
  socket.resumed(7, { after: seq(7), epoch: OLD });
  assert.equal(storage.map.get(ADA), `${seq(7)} ${OLD}`);
  assert.deepEqual(gaps, []);
});

test("a server without epochs is served as before", async () => {
  const { socket, told } = await livePage();
  socket.get(event(101), event(103));
  socket.get(event(102));
  socket.resumed(103);
  assert.deepEqual(told, [101, 102, 103]);
});

test("a stored text that is no sequence with an epoch is ignored", async () => {
  for (const text of [`${seq(7)} `, `${seq(7)}  ${OLD}`, `${seq(7)} ${OLD} ${NEW}`, `7 ${OLD}`]) {
    const { socket } = await client({ storages: [memory({ [ADA]: text })] });
    assert.deepEqual(socket.sent, [{ action: "resume" }]);
  }
});

test("an event of another epoch waits for an answer; the page is then told, and begins anew", async () => {
  const { socket, told, storage, states } = await livePage();
  socket.get(event(91, NEW));
  assert.deepEqual(told, []);
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(100), epoch: OLD });
  socket.get(event(90, NEW), event(91, NEW));
  socket.resumed(91, { after: seq(100), epoch: NEW, complete: false });
  assert.deepEqual(told, [{ after: seq(100), through: seq(91) }, 90, 91]);
  assert.equal(storage.map.get(ADA), `${seq(91)} ${NEW}`);
  socket.get(event(92, NEW));
  assert.deepEqual(told.slice(3), [92]);
  assert.deepEqual([socket.resumes().length, states.at(-1)], [2, "live"]);
});

test("a page that comes back to a restored log gets the window and then what was pushed meanwhile", async () => {
  const { socket, seen, gaps } = await client({ storages: [remembered(100, OLD)] });
  socket.get(event(1, NEW), event(3, NEW), event(2, NEW));
  socket.resumed(2, { after: seq(100), epoch: NEW, complete: false, more: true });
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(3), epoch: NEW });
  assert.deepEqual([seen, gaps], [[1, 2, 3], [{ after: seq(100), through: seq(2) }]]);
});

test("an empty restored log is begun anew too", async () => {
  const { socket, told } = await livePage();
  socket.onclose({ code: 1006 });
  const { socket: next, gaps, seen } = await client({ storages: [remembered(100, OLD)] });
  next.resumed(0, { after: seq(100), epoch: NEW, complete: false });
  next.get(event(1, NEW));
  assert.deepEqual([gaps, seen, told], [[{ after: seq(100), through: seq(0) }], [1], []]);
});

test("frames of the epoch that was left are dropped when they come late", async () => {
  const { socket, told, storage } = await livePage();
  socket.get(event(91, NEW));
  socket.resumed(91, { after: seq(100), epoch: NEW, complete: false });
  socket.get(event(101, OLD), event(102, OLD));
  assert.equal(socket.resumes().length, 2);
  socket.get(event(93, NEW)); // a gap: a resume waits for its answer
  socket.resumed(100, { epoch: OLD });
  socket.get(event(92, NEW), event(93, NEW));
  socket.resumed(93, { after: seq(91), epoch: NEW });
  assert.deepEqual(told.slice(1), [91, 92, 93]);
  assert.equal(storage.map.get(ADA), `${seq(93)} ${NEW}`);
});

test("events that waited in the old epoch are not handed over in the new one", async () => {
  const { socket, told } = await livePage();
  socket.get(event(103, OLD), event(91, NEW));
  socket.resumed(91, { after: seq(100), epoch: NEW, complete: false });
  socket.get(...Array.from({ length: 12 }, (_, n) => event(92 + n, NEW)));
  assert.deepEqual(told.slice(1), Array.from({ length: 13 }, (_, n) => 91 + n));
});

test("an answer of the page's own epoch drops what was held of another one", async () => {
  const { socket, told } = await livePage();
  socket.get(event(91, NEW));
  socket.resumed(100, { after: seq(100), epoch: OLD });
  socket.get(event(101, OLD));
  assert.deepEqual(told, [101]);
  assert.equal(socket.resumes().length, 2);
});

test("an event of another epoch that came during an answer is asked about afterwards", async () => {
  const { socket } = await client({ storages: [remembered(100, OLD)] });
  socket.get(event(91, NEW)); // the resume was asked before this came
  socket.resumed(100, { after: seq(100), epoch: OLD });
  assert.deepEqual(socket.resumes().length, 2);
});

test("on a new connection the page follows the server back to an epoch that it left", async () => {
  const { socket, sockets, told, fire } = await livePage();
  socket.get(event(91, NEW));
  socket.resumed(91, { after: seq(100), epoch: NEW, complete: false });
  socket.onclose({ code: 1006 });
  await fire(FIRST_BACKOFF_MS);
  sockets[1].onopen();
  sockets[1].resumed(100, { after: seq(91), epoch: OLD, complete: false });
  sockets[1].get(event(101, OLD));
  assert.deepEqual(told.slice(2), [{ after: seq(91), through: seq(100) }, 101]);
});

test("a page without a sequence begins in whichever epoch the answer has, and has lost nothing", async () => {
  const { socket, seen, gaps } = await client();
  socket.get(event(8, OLD), event(4, NEW), event(5, NEW));
  socket.resumed(5, { after: null, epoch: NEW });
  assert.deepEqual([seen, gaps], [[4, 5], []]);
});

test("a sequence that is ahead within its epoch is dropped, and those of other epochs with it", async () => {
  const own = remembered(50, NEW);
  const shared = remembered(40, OLD);
  const { socket, gaps } = await client({ storages: [own, shared] });
  await quietly("warn", () => socket.error("invalid-after", { after: seq(50) }));
  assert.deepEqual(socket.sent.at(-1), { action: "resume" });
  assert.deepEqual([own.map.size, shared.map.size], [0, 0]);
  socket.resumed(3, { after: null, epoch: NEW });
  assert.deepEqual(gaps, [{ after: seq(50), through: seq(3) }]);
});

test("a tab replaces the stored sequence of another epoch, but none that is further ahead in its own", async () => {
  const shared = remembered(100, OLD);
  const { socket } = await client({ storages: [memory(), shared] });
  socket.resumed(5, { after: seq(100), epoch: NEW, complete: false });
  assert.equal(shared.map.get(ADA), `${seq(5)} ${NEW}`);
  shared.map.set(ADA, `${seq(9)} ${NEW}`);
  socket.get(event(6, NEW));
  assert.equal(shared.map.get(ADA), `${seq(9)} ${NEW}`);
});
