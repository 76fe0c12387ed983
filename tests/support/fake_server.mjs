// The shipped fake server on a bad day: it drops, repeats, reorders and delays what it posts, ends connections
// at any moment, also for its limit, forgets a connection's row, forgets old events, and is restored to an
// earlier time. The stage behind is the shipped one: what the contract promises, it keeps.

import { checkEvent } from "../../client/testing/events.js";
import { checkOptions } from "../../client/testing/options.js";
import { createSimulatedTime } from "../../client/testing/simulated_time.js";
import { createStage } from "../../client/testing/stage.js";
import { URL } from "./fake_browser.mjs";

const USER = "ada";
const PAGE_EVENTS = 3;
const NEVER_SECONDS = 1e9;
/** Each resume comes so much later: the stage itself never says that it is too soon. */
const PAUSE_MS = 6_000;

export function fakeServer(random) {
  const time = createSimulatedTime();
  const stage = createStage(checkOptions({
    url: URL, eventsPerAnswer: PAGE_EVENTS, maxConnectionsPerUser: 100,
    idleSeconds: Infinity, connectionSeconds: Infinity,
  }), time);
  const log = stage.logOf(USER);
  const connections = new Set();
  const server = {
    windowStart: 1, faulty: true, push, expire, step, loseRow, restore, limit,
    epoch: log.epoch,
    get head() { return log.head(); },
    happened: { deaf: 0, tooSoon: 0, restored: 0, paused: 0 },
  };
  const happens = (chance) => server.faulty && random() < chance;
  const any = (list) => list[Math.floor(random() * list.length)];
  const anyOpened = () => any([...connections].filter((one) => one.opened));

  server.Socket = class {
    constructor(url, protocols) {
      Object.assign(this, { url, protocols, opened: false, hasRow: true, live: [], answers: [], heard: null });
      connections.add(this);
    }
    send(text) {
      if (JSON.parse(text).action === "resume") this.answers.push(() => answer(this, text));
      else this.heard.hear(text);
    }
    close() {
      connections.delete(this);
      this.heard?.left();
    }
  };

  function open(socket) {
    stage.tokens.accept(socket.protocols[1].slice("bearer.".length), USER, { lifetimeSeconds: NEVER_SECONDS });
    socket.post = (text) => posted(socket, text);
    const page = { post: (text) => socket.post(text), end() {} };
    socket.heard = stage.shakeHands(socket.url, socket.protocols, { carry() {}, cut() {} }, page).server;
    socket.opened = true;
    socket.onopen?.();
  }

  /** A frame that answers no resume. A post may be lost; a connection without a row is sent no event. */
  function posted(socket, text) {
    const isEvent = text.startsWith('{"specversion"');
    if (!isEvent || (socket.hasRow && !happens(0.25))) socket.live.push(text);
  }

  /** Stored first, then posted to whoever is connected. */
  function push() {
    stage.push(USER, checkEvent({ type: "news", data: {} }, { id: `e${time.now()}-${random()}`, time: "now" }));
    for (const { opened, hasRow, live } of connections) {
      if (!opened || !hasRow || !happens(0.25)) continue;
      const [{ frame }] = log.after(Math.floor(random() * log.head()), -1, 1); // also one that has left the window
      live.push(JSON.stringify(frame));
    }
  }

  function expire() {
    server.windowStart = Math.min(server.head + 1, server.windowStart + 1 + Math.floor(random() * 3));
    log.forget(server.windowStart - 1);
  }

  function loseRow() {
    const socket = anyOpened();
    if (!socket) return;
    socket.hasRow = false;
    server.happened.deaf += 1;
  }

  /** The user has too many connections: one of them is told so, and closed. Its frames are lost. */
  function limit() {
    const socket = anyOpened();
    if (!socket) return;
    socket.close();
    socket.onmessage?.({ data: JSON.stringify({ type: "realtime.error", code: "connection-limit" }) });
    server.happened.paused += 1;
  }

  /** To an earlier time, and other events follow. Frames of the log before are still on their way. */
  function restore() {
    log.restore(Math.min(log.head(), Math.floor(random() * 6)));
    server.windowStart = Math.min(server.windowStart, log.head() + 1);
    server.happened.restored += 1;
  }

  /** Puts the answer into the queue, as the log is at this moment. */
  function answer(socket, text) {
    socket.hasRow = true;
    time.set(time.now() + PAUSE_MS);
    const post = socket.post;
    const frames = [];
    socket.post = (frame) => frames.push(frame);
    socket.heard.hear(text);
    socket.post = post;
    const isReplay = frames.length > 1;
    if (isReplay && happens(0.15)) {
      const retryAfterSeconds = 1 + Math.floor(random() * 5);
      socket.answers.push(JSON.stringify({ type: "realtime.error", code: "too-soon", message: "Wait.", retryAfterSeconds }));
      server.happened.tooSoon += 1;
    } else {
      socket.answers.push(...frames);
    }
  }

  /** One thing happens to one connection; false when there was nothing left to do. */
  function step() {
    const busy = [...connections].filter((one) => !one.opened || one.live.length + one.answers.length);
    if (busy.length === 0) return false;
    const socket = any(busy);
    if (happens(0.06)) {
      socket.close();
      socket.onclose?.({ code: 1006 });
    } else if (!socket.opened) {
      open(socket);
    } else if (socket.answers.length === 0 || (socket.live.length > 0 && random() < 0.5)) {
      const [data] = socket.live.splice(Math.floor(random() * socket.live.length), 1);
      socket.onmessage?.({ data });
    } else {
      const next = socket.answers.shift();
      if (typeof next === "function") next();
      else socket.onmessage?.({ data: next });
      // Posted again by and by, as a post whose acknowledgement was lost: never before itself.
      if (typeof next === "string" && happens(0.2)) socket.live.push(next);
    }
    return true;
  }

  return server;
}
