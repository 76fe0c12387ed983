// One WebSocket to the `realtime.v1` protocol: every event once, in order, across reconnects.
//
// The server numbers each user's events (`sequence`, 20 digits, +1 each). This client keeps the
// number of the last event it handed over, drops what it has seen, and asks for the rest
// ("resume") after each open and whenever a number is missing.

export const PROTOCOL = "realtime.v1";
export const PING_EVERY_MS = 300_000; // API Gateway closes a connection idle for ten minutes
export const PONG_WITHIN_MS = 10_000;
export const RESUME_WITHIN_MS = 15_000;
export const BACKOFF_FIRST_MS = 500;
export const BACKOFF_MOST_MS = 30_000;

const SEQUENCE = /^\d{20}$/;
const NORMAL_CLOSE = 1000;
const GIVE_UP_CLOSE = 4000; // ours: no pong or no answer to a resume

/** Full jitter: anywhere between the floor and a ceiling that doubles with each attempt. */
export function backoffMs(attempt, random = Math.random) {
  const ceiling = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** (attempt + 1));
  return BACKOFF_FIRST_MS + random() * (ceiling - BACKOFF_FIRST_MS);
}

/** The place that remembers a user's last sequence; a browser may refuse storage altogether. */
function cursorFor(storage, user) {
  const key = `realtime.last.${user}`;
  let last = null;
  try {
    const stored = storage?.getItem(key);
    last = SEQUENCE.test(stored ?? "") ? stored : null;
  } catch {
    last = null;
  }
  return {
    get: () => last,
    has: (sequence) => last !== null && BigInt(sequence) <= BigInt(last),
    follows: (sequence) => last === null || BigInt(sequence) === BigInt(last) + 1n,
    forget() {
      last = null;
      try {
        storage?.removeItem(key);
      } catch {
        // See moveTo.
      }
    },
    moveTo(sequence) {
      last = sequence;
      try {
        storage?.setItem(key, sequence);
      } catch {
        // Private windows and full disks: the cursor then lives as long as the page.
      }
    },
  };
}

const bySequence = (a, b) => (BigInt(a.sequence) < BigInt(b.sequence) ? -1 : 1);

/**
 * Connects, and stays connected until `close()`.
 *
 * `token` is a string or an async function (asked again for each attempt, so that an expired
 * token is replaced). `onEvent(cloudEvent)` sees each event once; `onState(state)` sees
 * connecting, live, reconnecting, closed. The rest is injectable for tests.
 */
export function connect({
  url,
  token,
  onEvent,
  onState = () => {},
  storage = globalThis.localStorage,
  user = "anonymous",
  webSocket = globalThis.WebSocket,
  random = Math.random,
  setTimer = (callback, ms) => setTimeout(callback, ms),
  clearTimer = (timer) => clearTimeout(timer),
}) {
  const cursor = cursorFor(storage, user);
  const timers = new Map();
  const waiting = new Map(); // sequence -> event, held while a resume is in flight
  let socket = null;
  let resuming = false;
  let attempt = 0;
  let state = null;

  function become(next) {
    if (state === next || state === "closed") return;
    state = next;
    onState(next);
  }

  function stop(name) {
    if (timers.has(name)) clearTimer(timers.get(name));
    timers.delete(name);
  }

  function after(name, ms, callback) {
    stop(name);
    timers.set(name, setTimer(() => {
      timers.delete(name);
      callback();
    }, ms));
  }

  const stopAll = () => [...timers.keys()].forEach(stop);
  const send = (message) => socket.send(JSON.stringify(message));

  function resume() {
    resuming = true;
    const last = cursor.get();
    send(last === null ? { action: "resume" } : { action: "resume", after: last });
    after("resume", RESUME_WITHIN_MS, () => lose(socket, GIVE_UP_CLOSE));
  }

  function deliver(event) {
    cursor.moveTo(event.sequence);
    try {
      onEvent(event);
    } catch (error) {
      console.error("onEvent failed for", event.id, error); // one bad event must not stop the rest
    }
  }

  function receive(event) {
    if (cursor.has(event.sequence)) return;
    if (resuming) {
      waiting.set(event.sequence, event);
    } else if (cursor.follows(event.sequence)) {
      deliver(event);
    } else {
      waiting.set(event.sequence, event);
      resume();
    }
  }

  /** Hands over what the resume brought, merged in order with what arrived meanwhile. */
  function finishResume({ through }) {
    if (!resuming) return;
    resuming = false;
    stop("resume");
    const known = SEQUENCE.test(through ?? "");
    const held = [...waiting.values()].sort(bySequence);
    waiting.clear();
    for (const event of held.filter((one) => known && BigInt(one.sequence) <= BigInt(through))) {
      if (!cursor.has(event.sequence)) deliver(event);
    }
    if (known && !cursor.has(through)) cursor.moveTo(through); // older ones left the window
    attempt = 0;
    become("live");
    held.forEach(receive); // the later ones; one that leaves a gap asks again
  }

  function refuse({ code, message }) {
    console.warn("realtime:", code, message);
    if (code !== "invalid-after" || !resuming || cursor.get() === null) return;
    cursor.forget(); // the server's log began anew: take what its window holds
    resume();
  }

  function read(text) {
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    if (frame?.specversion === "1.0" && SEQUENCE.test(frame.sequence ?? "")) receive(frame);
    else if (frame?.type === "realtime.resumed") finishResume(frame);
    else if (frame?.type === "realtime.pong") stop("pong");
    else if (frame?.type === "realtime.error") refuse(frame);
  }

  function beat() {
    send({ action: "ping" });
    const mine = socket;
    after("pong", PONG_WITHIN_MS, () => lose(mine, GIVE_UP_CLOSE));
    after("ping", PING_EVERY_MS, beat);
  }

  /** Called once per socket, by its close or by our giving up on it; later calls do nothing. */
  function lose(lost, code = null) {
    if (lost !== socket || state === "closed") return;
    socket = null;
    if (code !== null) lost?.close(code);
    stopAll();
    waiting.clear();
    resuming = false;
    become("reconnecting");
    after("reconnect", backoffMs(attempt, random), open);
    attempt += 1;
  }

  async function open() {
    become(attempt === 0 ? "connecting" : "reconnecting");
    let bearer;
    try {
      bearer = typeof token === "function" ? await token() : token;
    } catch {
      lose(null);
      return;
    }
    if (state === "closed") return;
    const mine = new webSocket(url, [PROTOCOL, `bearer.${bearer}`]);
    socket = mine;
    const current = (handle) => (message) => {
      if (mine === socket) handle(message);
    };
    mine.onopen = current(() => {
      resume();
      after("ping", PING_EVERY_MS, beat);
    });
    mine.onmessage = current((message) => read(message.data));
    mine.onclose = () => lose(mine);
    mine.onerror = () => {}; // a close always follows
  }

  open();
  return {
    close() {
      if (state === "closed") return;
      const last = socket;
      socket = null;
      stopAll();
      become("closed");
      last?.close(NORMAL_CLOSE);
    },
  };
}
