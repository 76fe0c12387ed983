// The client against a fake WebSocket and fake timers: no network, no waiting.

import assert from "node:assert/strict";
import { test } from "node:test";

import { backoffMs, connect, PING_EVERY_MS, PONG_WITHIN_MS } from "../../storefront/realtime.js";

const seq = (number) => String(number).padStart(20, "0");
const event = (number) => ({ specversion: "1.0", id: `e${number}`, sequence: seq(number), data: {} });
const settled = () => new Promise((done) => setImmediate(done));

function memory(entries = {}) {
  const map = new Map(Object.entries(entries));
  return {
    map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => map.set(key, value),
    removeItem: (key) => map.delete(key),
  };
}

/** A connected client with its sockets, its timers and what it handed over. */
async function client({ open = true, ...options } = {}) {
  const sockets = [];
  const timers = new Map();
  const seen = [];
  const states = [];
  let next = 1;
  class FakeSocket {
    constructor(url, protocols) {
      Object.assign(this, { url, protocols, sent: [], closedWith: null });
      sockets.push(this);
    }
    send(text) { this.sent.push(JSON.parse(text)); }
    close(code) { this.closedWith = code; }
    get(...frames) { frames.forEach((frame) => this.onmessage({ data: JSON.stringify(frame) })); }
    resumed(through) { this.get({ type: "realtime.resumed", through: seq(through), complete: true }); }
  }
  const handle = connect({
    url: "ws://shop", token: "jwt", user: "ada", storage: memory(), webSocket: FakeSocket,
    random: () => 0.5,
    onEvent: (one) => seen.push(Number(one.sequence)),
    onState: (state) => states.push(state),
    setTimer: (callback, ms) => (timers.set(next, { callback, ms }), next++),
    clearTimer: (id) => timers.delete(id),
    ...options,
  });
  await settled();
  const fire = async (ms) => {
    const found = [...timers].find(([, timer]) => timer.ms === ms);
    assert.ok(found, `no timer of ${ms} ms among ${[...timers.values()].map((one) => one.ms)}`);
    timers.delete(found[0]);
    found[1].callback();
    await settled();
  };
  if (open) sockets[0].onopen();
  return { handle, sockets, timers, seen, states, fire, socket: sockets[0] };
}

test("the token travels as a subprotocol and not in the address", async () => {
  const { socket } = await client();
  assert.deepEqual(socket.protocols, ["realtime.v1", "bearer.jwt"]);
  assert.equal(socket.url, "ws://shop");
});

test("a token function is asked again for each attempt", async () => {
  let asked = 0;
  const { sockets, fire, socket } = await client({ token: async () => `t${++asked}` });
  socket.onclose();
  await fire(backoffMs(0, () => 0.5));
  assert.deepEqual(sockets.map((one) => one.protocols[1]), ["bearer.t1", "bearer.t2"]);
});

test("a first visit resumes without after", async () => {
  const { socket } = await client();
  assert.deepEqual(socket.sent, [{ action: "resume" }]);
});

test("a stored sequence is sent as after", async () => {
  const { socket } = await client({ storage: memory({ "realtime.last.ada": seq(7) }) });
  assert.deepEqual(socket.sent, [{ action: "resume", after: seq(7) }]);
});

test("a damaged stored sequence is ignored", async () => {
  const { socket } = await client({ storage: memory({ "realtime.last.ada": "seven" }) });
  assert.deepEqual(socket.sent, [{ action: "resume" }]);
});

test("the page is live only after realtime.resumed", async () => {
  const { socket, states } = await client();
  assert.deepEqual(states, ["connecting"]);
  socket.resumed(0);
  assert.deepEqual(states, ["connecting", "live"]);
});

test("events of a resume and live events that arrive meanwhile are merged in order", async () => {
  const { socket, seen } = await client();
  socket.get(event(4), event(2), event(1), event(3));
  assert.deepEqual(seen, []);
  socket.resumed(3);
  assert.deepEqual(seen, [1, 2, 3, 4]);
});

test("duplicates are dropped during a resume and after it", async () => {
  const { socket, seen } = await client();
  socket.get(event(1), event(1));
  socket.resumed(1);
  socket.get(event(1), event(2), event(2));
  assert.deepEqual(seen, [1, 2]);
});

test("a gap asks for what is missing and then goes on in order", async () => {
  const { socket, seen } = await client();
  socket.resumed(1);
  socket.get(event(4));
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(1) });
  assert.deepEqual(seen, []);
  socket.get(event(2), event(3), event(4));
  socket.resumed(4);
  assert.deepEqual(seen, [2, 3, 4]);
});

test("a gap behind what the resume reached asks once more", async () => {
  const { socket, seen } = await client();
  socket.get(event(1), event(3));
  socket.resumed(1);
  assert.deepEqual(seen, [1]);
  assert.deepEqual(socket.sent.at(-1), { action: "resume", after: seq(1) });
  socket.get(event(2), event(3));
  socket.resumed(3);
  assert.deepEqual(seen, [1, 2, 3]);
});

test("events older than the replay window do not hold up later ones", async () => {
  const { socket, seen } = await client({ storage: memory({ "realtime.last.ada": seq(2) }) });
  socket.get(event(9));
  socket.resumed(9);
  socket.get(event(10));
  assert.deepEqual(seen, [9, 10]);
});

test("resumed moves the stored cursor even when it brought nothing", async () => {
  const storage = memory();
  const { socket } = await client({ storage });
  socket.resumed(5);
  assert.equal(storage.map.get("realtime.last.ada"), seq(5));
});

test("a cursor that the server does not know is forgotten", async () => {
  const storage = memory({ "realtime.last.ada": seq(50) });
  const { socket, seen } = await client({ storage });
  socket.get({ type: "realtime.error", code: "invalid-after", message: "ahead" });
  assert.deepEqual(socket.sent.at(-1), { action: "resume" });
  socket.get(event(1));
  socket.resumed(1);
  assert.deepEqual(seen, [1]);
});

test("users of one browser do not share a cursor", async () => {
  const storage = memory({ "realtime.last.ada": seq(7) });
  const { socket } = await client({ storage, user: "bob" });
  assert.deepEqual(socket.sent, [{ action: "resume" }]);
});

test("a browser that refuses storage still gets its events", async () => {
  const refuse = () => { throw new Error("denied"); };
  const { socket, seen } = await client({ storage: { getItem: refuse, setItem: refuse } });
  socket.get(event(1));
  socket.resumed(1);
  assert.deepEqual(seen, [1]);
});

test("a reconnect resumes after the last event seen", async () => {
  const { sockets, socket, states, fire } = await client();
  socket.get(event(1));
  socket.resumed(1);
  socket.onclose();
  await fire(backoffMs(0, () => 0.5));
  sockets[1].onopen();
  assert.deepEqual(sockets[1].sent, [{ action: "resume", after: seq(1) }]);
  sockets[1].resumed(1);
  assert.deepEqual(states, ["connecting", "live", "reconnecting", "live"]);
});

test("what an abandoned resume brought is asked for again and shown once", async () => {
  const { sockets, socket, seen, fire } = await client();
  socket.get(event(1));
  socket.onclose();
  await fire(backoffMs(0, () => 0.5));
  sockets[1].onopen();
  sockets[1].get(event(1));
  sockets[1].resumed(1);
  assert.deepEqual(seen, [1]);
});

test("back-off has full jitter, a floor of half a second and a ceiling of thirty", () => {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    assert.equal(backoffMs(attempt, () => 0), 500);
    assert.ok(backoffMs(attempt, () => 1) <= 30_000);
  }
  assert.deepEqual([0, 1, 2].map((one) => backoffMs(one, () => 1)), [1000, 2000, 4000]);
  assert.equal(backoffMs(39, () => 1), 30_000);
});

test("failed attempts wait longer and a live connection starts over", async () => {
  const { sockets, socket, fire } = await client();
  const half = () => 0.5;
  socket.onclose();
  await fire(backoffMs(0, half));
  sockets[1].onclose();
  await fire(backoffMs(1, half));
  sockets[2].onopen();
  sockets[2].resumed(0);
  sockets[2].onclose();
  await fire(backoffMs(0, half));
  assert.equal(sockets.length, 4);
});

test("a token that cannot be had is tried again later", async () => {
  let asked = 0;
  const token = async () => { if (++asked === 1) throw new Error("offline"); return "jwt"; };
  const { sockets, fire } = await client({ open: false, token });
  assert.equal(sockets.length, 0);
  await fire(backoffMs(0, () => 0.5));
  assert.equal(sockets.length, 1);
});

test("a ping is sent each five minutes and a pong keeps the connection", async () => {
  const { socket, fire, timers } = await client();
  socket.resumed(0);
  await fire(PING_EVERY_MS);
  assert.deepEqual(socket.sent.at(-1), { action: "ping" });
  socket.get({ type: "realtime.pong" });
  assert.deepEqual([...timers.values()].map((one) => one.ms), [PING_EVERY_MS]);
});

test("a missing pong closes the connection and opens another", async () => {
  const { sockets, socket, fire, states } = await client();
  socket.resumed(0);
  await fire(PING_EVERY_MS);
  await fire(PONG_WITHIN_MS);
  assert.equal(socket.closedWith, 4000);
  assert.equal(states.at(-1), "reconnecting");
  socket.onclose(); // the browser's own close comes later and changes nothing
  await fire(backoffMs(0, () => 0.5));
  assert.equal(sockets.length, 2);
});

test("close ends it: no timer is left and nothing reconnects", async () => {
  const { handle, sockets, socket, timers, states } = await client();
  handle.close();
  socket.onclose();
  assert.equal(socket.closedWith, 1000);
  assert.equal(timers.size, 0);
  assert.equal(sockets.length, 1);
  assert.deepEqual(states, ["connecting", "closed"]);
});

test("frames that are not of the protocol are ignored", async () => {
  const { socket, seen } = await client();
  socket.onmessage({ data: "not json" });
  socket.get(null, 7, { specversion: "1.0", sequence: "1" });
  socket.resumed(0);
  assert.deepEqual(seen, []);
});
