// A server of realtime.v1 on a bad day: it drops, repeats, reorders and delays what it posts, ends
// connections at any moment, also for its limit, forgets a connection's row, forgets old events, and is
// restored to an earlier time. What the contract promises, it keeps: a resume answers in order, says what
// is gone, comes in pages, and makes a row that is gone anew.

import { event, seq } from "./fake_browser.mjs";

const PAGE_EVENTS = 3;

export function fakeServer(random) {
  const connections = new Set();
  const server = {
    head: 0, windowStart: 1, life: 1, faulty: true, connections,
    push, expire, step, loseRow, restore, limit, epoch: () => `epoch-${server.life}`,
    happened: { deaf: 0, tooSoon: 0, restored: 0, paused: 0 },
  };
  const happens = (chance) => server.faulty && random() < chance;
  const any = (list) => list[Math.floor(random() * list.length)];
  const eventOf = (number) => event(number, server.epoch());

  server.Socket = class {
    constructor() {
      Object.assign(this, { opened: false, hasRow: true, live: [], answers: [] });
      connections.add(this);
    }
    send(text) {
      const frame = JSON.parse(text);
      if (frame.action === "resume") this.answers.push(() => answer(this, frame));
      else this.live.push({ type: "realtime.pong" });
    }
    close() {
      connections.delete(this);
    }
  };

  /** Stored first, then posted to whoever is connected and has a row. */
  function push() {
    server.head += 1;
    for (const { opened, hasRow, live } of connections) {
      if (opened && hasRow && !happens(0.25)) live.push(eventOf(server.head));
      if (opened && hasRow && happens(0.25)) live.push(eventOf(1 + Math.floor(random() * server.head)));
    }
  }

  function expire() {
    server.windowStart = Math.min(server.head + 1, server.windowStart + 1 + Math.floor(random() * 3));
  }

  function loseRow() {
    const socket = any([...connections].filter((one) => one.opened));
    if (!socket) return;
    socket.hasRow = false;
    server.happened.deaf += 1;
  }

  /** The user has too many connections: one of them is told so, and closed. Its frames are lost. */
  function limit() {
    const socket = any([...connections].filter((one) => one.opened));
    if (!socket) return;
    connections.delete(socket);
    socket.onmessage({ data: JSON.stringify({ type: "realtime.error", code: "connection-limit" }) });
    server.happened.paused += 1;
  }

  /** To an earlier time, and other events follow. Frames of the log before are still on their way. */
  function restore() {
    server.head = Math.max(0, server.head - Math.floor(random() * 6));
    server.windowStart = Math.min(server.windowStart, server.head + 1);
    server.life += 1;
    server.happened.restored += 1;
  }

  /** Puts a page of the answer into the queue, as the log is at this moment. */
  function answer(socket, { after, epoch = server.epoch() }) {
    socket.hasRow = true;
    const isForeign = after !== undefined && epoch !== server.epoch();
    const last = after === undefined || isForeign ? 0 : Number(after);
    if (last > server.head) {
      socket.answers.push({ type: "realtime.error", code: "invalid-after", message: "Ahead.", after });
      return;
    }
    if (last < server.head && happens(0.15)) {
      const retryAfterSeconds = 1 + Math.floor(random() * 5);
      socket.answers.push({ type: "realtime.error", code: "too-soon", message: "Wait.", retryAfterSeconds });
      server.happened.tooSoon += 1;
      return;
    }
    const first = Math.max(last + 1, server.windowStart);
    const through = Math.min(server.head, first + PAGE_EVENTS - 1);
    for (let number = first; number <= through; number += 1) socket.answers.push(eventOf(number));
    const whole = after === undefined || first === last + 1 || last === server.head;
    const more = through < server.head ? { more: true } : {};
    socket.answers.push({
      type: "realtime.resumed", after: after ?? null, through: seq(Math.max(through, last)),
      complete: whole && !isForeign, ...more, epoch: server.epoch(),
    });
  }

  /** One thing happens to one connection; false when there was nothing left to do. */
  function step() {
    const busy = [...connections].filter((one) => !one.opened || one.live.length + one.answers.length);
    if (busy.length === 0) return false;
    const socket = any(busy);
    if (happens(0.06)) {
      connections.delete(socket);
      socket.onclose({ code: 1006 });
    } else if (!socket.opened) {
      socket.opened = true;
      socket.onopen();
    } else if (socket.answers.length === 0 || (socket.live.length > 0 && random() < 0.5)) {
      const [frame] = socket.live.splice(Math.floor(random() * socket.live.length), 1);
      socket.onmessage({ data: JSON.stringify(frame) });
    } else {
      const next = socket.answers.shift();
      if (typeof next === "function") next();
      else socket.onmessage({ data: JSON.stringify(next) });
      // Posted again by and by, as a post whose acknowledgement was lost: never before itself.
      if (typeof next === "object" && happens(0.2)) socket.live.push(next);
    }
    return true;
  }

  return server;
}
