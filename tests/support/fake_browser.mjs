// A browser for the client's tests: fake sockets, timers that fire when told to, storage in memory.

import assert from "node:assert/strict";

import { connect } from "../../client/realtime.js";
import { backoffMs } from "../../client/internal/backoff.js";

export const URL = "ws://shop";
export const HALF = () => 0.5;
export const FIRST_BACKOFF_MS = backoffMs(0, HALF);

export const seq = (number) => String(number).padStart(20, "0");
export const event = (number) => ({
  specversion: "1.0", id: `e${number}`, sequence: seq(number), data: {},
});
export const settled = () => new Promise((done) => setImmediate(done));

/** A token whose subject is `user`; `mark` tells two tokens of one user apart. */
export const tokenOf = (user, mark = "") => `h.${btoa(JSON.stringify({ sub: user, mark }))}.s`;
export const lastSequenceName = (user) => `realtime.v1 ${URL} ${user}`;

export function memory(entries = {}) {
  const map = new Map(Object.entries(entries));
  return {
    map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => map.set(key, value),
    removeItem: (key) => map.delete(key),
  };
}

/** Storage that holds ada's last sequence. */
export const remembered = (number) => memory({ [lastSequenceName("ada")]: seq(number) });

/** A window: events can be fired at it and at its document. */
export function fakePage() {
  const page = new EventTarget();
  page.document = new EventTarget();
  page.document.visibilityState = "visible";
  return page;
}

/** A client with its sockets, its timers, and what it told the page. */
export async function client({ open = true, ...options } = {}) {
  const sockets = [];
  const timers = new Map();
  const seen = [];
  const states = [];
  const gaps = [];
  let next = 1;
  class FakeSocket {
    constructor(url, protocols) {
      Object.assign(this, { url, protocols, sent: [], closedWith: null });
      sockets.push(this);
    }
    send(text) { this.sent.push(JSON.parse(text)); }
    close(code) { this.closedWith = code; }
    get(...frames) {
      for (const frame of frames) this.onmessage({ data: JSON.stringify(frame) });
    }
    resumed(through, more = {}) {
      this.get({ type: "realtime.resumed", through: seq(through), complete: true, ...more });
    }
    error(code, more = {}) {
      this.get({ type: "realtime.error", code, message: "A sentence.", ...more });
    }
    resumes() { return this.sent.filter((frame) => frame.action === "resume"); }
  }
  const handle = connect({
    url: URL, token: tokenOf("ada"), storages: [memory(), memory()], page: fakePage(),
    webSocket: FakeSocket, random: HALF,
    onEvent: (one) => seen.push(Number(one.sequence)),
    onState: (state) => states.push(state),
    onIncomplete: (gap) => gaps.push(gap),
    setTimer(callback, ms) {
      timers.set(next, { callback, ms });
      return next++;
    },
    clearTimer: (id) => timers.delete(id),
    ...options,
  });
  await settled();
  const pending = () => [...timers.values()].map((one) => one.ms);
  /** Lets the timer of that length fire. */
  const fire = async (ms) => {
    const found = [...timers].find(([, timer]) => timer.ms === ms);
    assert.ok(found, `no timer of ${ms} ms among ${pending()}`);
    timers.delete(found[0]);
    found[1].callback();
    await settled();
  };
  if (open) sockets[0].onopen();
  return { handle, sockets, pending, seen, states, gaps, fire, socket: sockets[0] };
}

/** Runs `act` with the console's `level` silenced; answers how often it was used. */
export async function quietly(level, act) {
  const original = console[level];
  let calls = 0;
  console[level] = () => (calls += 1);
  try {
    await act();
  } finally {
    console[level] = original;
  }
  return calls;
}
