// A server of realtime.v1 on a bad day: it drops, repeats, reorders and delays what it posts, ends
// connections at any moment, and forgets old events. What the contract promises, it keeps: a resume
// answers in order, says what is gone, and comes in pages.

import { event, seq } from "./fake_browser.mjs";

const PAGE_EVENTS = 3;

export function fakeServer(random) {
  const connections = new Set();
  const server = { head: 0, windowStart: 1, faulty: true, connections, push, expire, step };
  const happens = (chance) => server.faulty && random() < chance;
  const any = (list) => list[Math.floor(random() * list.length)];

  server.Socket = class {
    constructor() {
      Object.assign(this, { opened: false, live: [], answers: [] });
      connections.add(this);
    }
    send(text) {
      const frame = JSON.parse(text);
      if (frame.action === "resume") this.answers.push(() => answer(this, frame.after));
      else this.live.push({ type: "realtime.pong" });
    }
    close() {
      connections.delete(this);
    }
  };

  /** Stored first, then posted to whoever is connected. */
  function push() {
    server.head += 1;
    for (const { opened, live } of connections) {
      if (opened && !happens(0.25)) live.push(event(server.head));
      if (opened && happens(0.25)) live.push(event(1 + Math.floor(random() * server.head)));
    }
  }

  function expire() {
    server.windowStart = Math.min(server.head + 1, server.windowStart + 1 + Math.floor(random() * 3));
  }

  /** Puts a page of the answer into the queue, as the log is at this moment. */
  function answer(socket, after) {
    const last = after === undefined ? 0 : Number(after);
    if (last > server.head) {
      socket.answers.push({ type: "realtime.error", code: "invalid-after", message: "Ahead.", after });
      return;
    }
    const first = Math.max(last + 1, server.windowStart);
    const through = Math.min(server.head, first + PAGE_EVENTS - 1);
    for (let number = first; number <= through; number += 1) socket.answers.push(event(number));
    const complete = after === undefined || first === last + 1 || last === server.head;
    const more = through < server.head ? { more: true } : {};
    const answered = { after: after ?? null, through: seq(Math.max(through, last)), complete };
    const frame = { type: "realtime.resumed", ...answered, ...more };
    socket.answers.push(frame);
  }

  /** One thing happens to one connection; false when there was nothing left to do. */
  function step() {
    const busy = [...connections].filter((one) => !one.opened || one.live.length + one.answers.length);
    if (busy.length === 0) return false;
    const socket = any(busy);
    if (happens(0.06)) {
      connections.delete(socket);
      socket.onclose();
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
