// A browser for the client's tests: fake sockets, simulated time, storage in memory.

import { connect } from "../../client/realtime.js";
import { backoffMs } from "../../client/internal/backoff.js";
import { fakePage, fakeStorage } from "../../client/testing/page.js";
import { fakeClock, settled } from "./fake_clock.mjs";

export const URL = "ws://shop";
export const HALF = () => 0.5;
export const FIRST_BACKOFF_MS = backoffMs(0, HALF);

export { fakePage, settled };
export const seq = (number) => String(number).padStart(20, "0");
/** `epoch` undefined: an event of a server without epochs. */
export const event = (number, epoch) => ({
  specversion: "1.0", id: `e${number}`, sequence: seq(number), epoch, data: {},
});

/** A token whose subject is `user`; `mark` tells two tokens of one user apart. */
export const tokenOf = (user, mark = "", claims = {}) =>
  `h.${btoa(JSON.stringify({ sub: user, mark, ...claims })).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}.s`;
export const lastSequenceName = (user) => `realtime.v1 ${URL} ${user}`;

export const memory = fakeStorage;

/** Storage that holds ada's last sequence; without `epoch` as clients of before epochs stored it. */
export const remembered = (number, epoch) =>
  memory({ [lastSequenceName("ada")]: epoch === undefined ? seq(number) : `${seq(number)} ${epoch}` });

export const clockOf = ({ now, setTimer, clearTimer }) => ({ now, setTimer, clearTimer });

/** A client with its sockets, its timers, and what it told the page. */
export async function client({ open = true, ...options } = {}) {
  const sockets = [];
  const clock = fakeClock();
  const seen = [];
  const states = [];
  const codes = [];
  const gaps = [];
  class FakeSocket {
    constructor(url, protocols) {
      Object.assign(this, { url, protocols, sent: [], closedWith: null });
      sockets.push(this);
    }
    send(text) { this.sent.push(JSON.parse(text)); }
    close(code) { this.closedWith = code; }
    get(...frames) {
      for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
    }
    resumed(through, more = {}) {
      this.get({ type: "realtime.resumed", through: seq(through), complete: true, ...more });
    }
    error(code, more = {}) {
      this.get({ type: "realtime.error", code, message: "A sentence.", ...more });
    }
    resumes() { return this.sent.filter((frame) => frame.action === "resume"); }
  }
  const {
    storages = [memory(), memory()], page = fakePage(), random = HALF,
    onEvent = (one) => seen.push(Number(one.sequence)),
    onState = ({ state, code }) => {
      states.push(state);
      codes.push(code);
    },
    onIncomplete = (gap) => gaps.push(gap),
    ...more
  } = options;
  const handle = connect({
    url: URL, token: tokenOf("ada"), WebSocket: FakeSocket, ...more,
    environment: { storages, page, random, ...clockOf(clock) },
  });
  states.push(handle.state);
  codes.push(handle.code);
  if (onEvent) handle.subscribe(onEvent);
  handle.on("state", onState);
  handle.on("incomplete", onIncomplete);
  await settled();
  if (open) sockets[0].onopen();
  return {
    ...clock, handle, sockets, seen, states, codes, gaps, socket: sockets[0],
  };
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
