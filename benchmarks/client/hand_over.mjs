// How long our client and centrifuge take to hand over a thousand events, in turns, and what our client's memory grows
// by. node --expose-gc hand_over.mjs <folder of the bundles> <rounds>. Prints JSON.

import { pathToFileURL } from "node:url";

const [folder, rounds] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}.bundle.mjs`).href).catch(() => null);
const { connect } = await load("ours");
const { Centrifuge } = (await load("centrifuge")) ?? {};

const EVENTS = 1000;
const TIMES = 5; // so many clients make one sample
const MANY = 100_000;
const seq = (number) => String(number).padStart(20, "0");
const data = (number) => ({ orderId: `ord-${number}`, status: "FINALIZED", amount_minor: 4200, currency: "EUR" });
const event = (number) => JSON.stringify({
  specversion: "1.0", id: `evt-${number}`, source: "shop", type: "order.finalized", subject: `ord-${number}`,
  time: "2026-11-26T00:00:00Z", sequence: seq(number), data: data(number), epoch: "00000000000000aa",
});
const publication = (number) => JSON.stringify({
  push: { channel: "orders", pub: { data: { id: `evt-${number}`, source: "shop", type: "order.finalized", ...data(number) }, offset: number } },
});
const numbers = Array.from({ length: EVENTS }, (_, index) => index + 1);
const FRAMES = { ours: numbers.map(event), centrifuge: numbers.map(publication) };
const settled = () => new Promise((done) => setImmediate(done));

/** The last socket that was made; what is sent over it is answered by `answer`. */
let socket;
let answer = () => {};
class FakeSocket {
  static OPEN = 1;
  constructor() {
    this.readyState = 0;
    socket = this;
  }
  send(text) {
    answer(text);
  }
  close() {
    this.readyState = 3;
  }
  say(text) {
    this.onmessage?.({ data: text });
  }
  open() {
    this.readyState = 1;
    this.onopen?.({});
  }
}

const memory = () => {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => { kept.set(name, text); }, removeItem: (name) => { kept.delete(name); } };
};

/** A page of ours that has no event yet. */
async function ourPage(onEvent) {
  answer = () => {};
  const environment = { storages: [memory(), memory()], setTimer: () => 1, clearTimer() {} };
  const connection = connect({ url: "wss://host/live", token: "h.eyJzdWIiOiJhZGEifQ.s", WebSocket: FakeSocket, environment });
  connection.subscribe("order.finalized", onEvent);
  await settled();
  socket.open();
  return connection;
}
const resumed = (through) => JSON.stringify({ type: "realtime.resumed", through: seq(through), complete: true, epoch: "00000000000000aa" });

/** Milliseconds from the first frame of the replay to the last event that the page got. */
async function ours() {
  let got = 0;
  const connection = await ourPage(() => { got += 1; });
  const began = performance.now();
  for (const frame of FRAMES.ours) socket.say(frame);
  socket.say(resumed(EVENTS));
  const took = performance.now() - began;
  if (got !== EVENTS) throw new Error(`ours got ${got}`);
  connection.close();
  return took;
}

/** The same by centrifuge: a thousand publications of one channel. */
async function centrifuge() {
  let got = 0;
  answer = (text) => {
    for (const line of text.split("\n")) {
      const { id, connect: hello, subscribe } = JSON.parse(line);
      const reply = hello ? { connect: { client: "c", version: "1" } } : subscribe && { subscribe: {} };
      if (reply) queueMicrotask(() => socket.say(JSON.stringify({ id, ...reply })));
    }
  };
  const client = new Centrifuge("ws://host/connection", { websocket: FakeSocket, token: "t" });
  const subscription = client.newSubscription("orders");
  subscription.on("publication", () => { got += 1; });
  subscription.subscribe();
  client.connect();
  await settled();
  socket.open();
  await subscription.ready(1000);
  const began = performance.now();
  for (const frame of FRAMES.centrifuge) socket.say(frame);
  while (got < EVENTS) await null; // it hands over in microtasks
  const took = performance.now() - began;
  client.disconnect();
  return took;
}

/** No client at all: each text is parsed, and given to the page. */
function bare() {
  let got = 0;
  const onEvent = () => { got += 1; };
  const began = performance.now();
  for (const frame of FRAMES.ours) onEvent(JSON.parse(frame));
  const took = performance.now() - began;
  if (got !== EVENTS) throw new Error(`bare got ${got}`);
  return took;
}

async function sampled(act) {
  let sum = 0;
  for (let time = 0; time < TIMES; time += 1) sum += await act();
  return sum / TIMES;
}

const acts = { ours, bare, ...(Centrifuge ? { centrifuge } : {}) };
const taken = Object.fromEntries(Object.keys(acts).map((name) => [name, []]));
for (let round = -1; round < Number(rounds); round += 1) {
  const order = Object.entries(acts);
  for (const [name, act] of round % 2 ? order : order.reverse()) {
    const ms = await sampled(act);
    if (round >= 0) taken[name].push(ms);
  }
}

/** Bytes of the heap after a thousand events, and after a hundred thousand. */
async function heap() {
  let got = 0;
  const connection = await ourPage(() => { got += 1; });
  socket.say(resumed(0));
  const used = () => {
    gc();
    return process.memoryUsage().heapUsed;
  };
  const say = async (from, to) => {
    for (let number = from; number <= to; number += 1) {
      socket.say(event(number));
      if (number % EVENTS === 0) await settled(); // in a page each frame is a task
    }
  };
  await say(1, EVENTS);
  const before = used();
  await say(EVENTS + 1, MANY);
  const after = used();
  if (got !== MANY) throw new Error(`got ${got}`);
  connection.close();
  return { before, after };
}
const heaps = [];
for (let round = -1; round < Number(rounds); round += 1) {
  const one = await heap();
  if (round >= 0) heaps.push(one);
}
console.log(JSON.stringify({ taken, heaps }));
