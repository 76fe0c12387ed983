// The stage behind the fake server: logs and connections of all users, and the frames between.

import { PROTOCOL } from "../internal/protocol.js";
import { createConnections } from "./connections.js";
import { createFrames } from "./frames.js";
import { createHandshakes } from "./handshake.js";
import { createLog } from "./log.js";
import { createResume } from "./resume.js";
import { createTokens } from "./tokens.js";

/** @typedef {ReturnType<typeof createStage>} Stage */
/** @typedef {{user: string, frame: any}} Received  A frame; a text where it was no JSON. */

/** Epochs have 16 hexadecimal digits. @param {number} number */
const epochText = (number) => `fa4e${number.toString(16).padStart(12, "0")}`;

/** @param {Omit<ReturnType<typeof import("./options.js").checkOptions>, "random">} options @param {import("./simulated_time.js").SimulatedTime} time */
export function createStage(options, time) {
  const nowMs = () => options.startMs + time.now();
  const nowSeconds = () => Math.floor(nowMs() / 1000);
  const mood = { isOffline: false, isRefusing: false };
  /** @type {Map<string, import("./log.js").Log>} */
  const logs = new Map();
  /** @type {Map<string, import("./frames.js").Route>} */
  const routes = new Map();
  /** @type {Received[]} */
  const received = [];
  /** @type {Map<string, number>} How many of a user's next events are stored only. */
  const losses = new Map();
  let epochs = 0;

  function nextEpoch() {
    epochs += 1;
    return epochText(epochs);
  }

  /** @param {string} user */
  function logOf(user) {
    if (!logs.has(user)) logs.set(user, createLog({ windowSeconds: options.windowSeconds, nextEpoch }));
    return /** @type {import("./log.js").Log} */ (logs.get(user));
  }

  const tokens = createTokens(nowSeconds);
  const connections = createConnections({
    time, nowMs, mostPerUser: options.maxConnectionsPerUser, idleSeconds: options.idleSeconds,
    longestSeconds: options.connectionSeconds,
  });
  const hear = createFrames({
    connections, routes, nowMs,
    resume: createResume({ logOf, nowMs, pageEvents: options.eventsPerAnswer, checkMinutes: options.checkMinutes }),
    heard: ({ user }, frame) => received.push({ user, frame }),
  });
  const { handshakes, admitted } = createHandshakes({ url: options.url, mood, tokens, now: nowMs });

  /** @type {import("./web_socket.js").World["shakeHands"]} */
  function shakeHands(url, protocols, line, page) {
    const token = admitted(url, protocols);
    if (token === null) return null;
    const connection = connections.admit(token, line, page);
    const server = {
      hear: (/** @type {unknown} */ data) => hear(connection, data),
      left: () => connections.gone(connection),
    };
    return { protocol: PROTOCOL, server };
  }

  /** Stores the event, then posts it. @param {string} user @param {Parameters<import("./log.js").Log["append"]>[0]} event */
  function push(user, event) {
    const posted = logOf(user).append(event, nowSeconds());
    const lost = losses.get(user) ?? 0;
    losses.set(user, Math.max(0, lost - 1));
    for (const connection of lost > 0 ? [] : connections.of(user)) {
      if (connections.isExpired(connection)) connections.close(connection);
      else connection.post(posted);
    }
    return posted;
  }

  return { mood, routes, received, losses, handshakes, tokens, connections, logOf, shakeHands, push, nowMs };
}
