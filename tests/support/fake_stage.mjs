// The lines to the shipped fake server's stage, in simulated time: they take a while, cut an idle connection or go
// dead, bring nothing through, or answer in the stage's place.

import { subjectOf } from "../../client/realtime.js";
import { checkEvent } from "../../client/testing/events.js";
import { checkOptions } from "../../client/testing/options.js";
import { createStage } from "../../client/testing/stage.js";
import { URL } from "./fake_browser.mjs";

const LATENCY_MS = 20;
const NEVER_SECONDS = 1e9;
const USER = "ada";
export const LIMIT = 20;

/**
 * `patienceMs`: a line that was idle for so long is cut, by `cutCode`, or with `cutsInSilence` lets nothing
 * through. `tells` false: the frame that says why the limit closes a connection is lost. `refusal` is a frame
 * that answers every frame; after an error of the protocol the connection is closed.
 */
export function fakeStage(clock, {
  patienceMs = Infinity, tells = true, cutsInSilence = false, cutCode = 1006,
} = {}) {
  const behind = createStage(checkOptions({
    url: URL, maxConnectionsPerUser: LIMIT, idleSeconds: Infinity, connectionSeconds: Infinity,
  }), clock.time);
  const stage = {
    handshakes: 0, pings: 0, connections: [], patienceMs, tells,
    isDown: false, isSilent: false, answersPings: true, answersResumes: true, refusal: null,
    push: () => behind.push(USER, checkEvent({ type: "news" }, { id: `e${behind.logOf(USER).head()}`, time: "now" })),
    restart: () => endAll(1001),
    breakLines: () => endAll(1006),
  };
  const later = (act) => clock.time.carry(act, LATENCY_MS);

  stage.Socket = class {
    constructor(url, protocols) {
      Object.assign(this, { isOpen: false, isDead: false, cut: null, isClosed: false, behind: null });
      stage.handshakes += 1;
      if (!stage.isSilent) later(() => (stage.isDown ? this.onclose?.({ code: 1006 }) : admit(this, url, protocols)));
    }
    send(text) {
      touch(this);
      later(() => this.isOpen && !this.isDead && arrive(this, text));
    }
    close() {
      this.isClosed = true;
      gone(this);
    }
  };

  /** At the stage's door: every token is one that it knows. */
  function admit(socket, url, protocols) {
    if (socket.isClosed) return;
    const bearer = protocols[1].slice("bearer.".length);
    behind.tokens.accept(bearer, subjectOf(bearer), { lifetimeSeconds: NEVER_SECONDS });
    const line = { carry() {}, cut() {} };
    socket.behind = behind.shakeHands(url, protocols, line, {
      post: (text) => isLost(JSON.parse(text)) || post(socket, text),
      end: (code) => end(socket, code),
    }).server;
    socket.isOpen = true;
    stage.connections.push(socket);
    touch(socket);
    socket.onopen?.();
  }

  function isLost({ type, code }) {
    return (type === "realtime.pong" && !stage.answersPings) || (code === "connection-limit" && !stage.tells);
  }

  function gone(socket) {
    socket.isOpen = false;
    clock.clearTimer(socket.cut);
    stage.connections = stage.connections.filter((one) => one !== socket);
    socket.behind?.left();
  }

  /** The stage ends the connection by a close frame, the line without one (1006). */
  function end(socket, code) {
    if (!socket.isOpen) return;
    gone(socket);
    later(() => socket.onclose?.({ code }));
  }

  function endAll(code) {
    for (const one of [...stage.connections]) end(one, code);
  }

  function cut(socket) {
    if (cutsInSilence) socket.isDead = true;
    else end(socket, cutCode);
  }

  function touch(socket) {
    clock.clearTimer(socket.cut);
    if (socket.isOpen && stage.patienceMs < Infinity) {
      socket.cut = clock.setTimer(() => cut(socket), stage.patienceMs);
    }
  }

  function post(socket, data) {
    if (socket.isDead) return;
    touch(socket);
    later(() => socket.isDead || socket.onmessage?.({ data }));
  }

  function arrive(socket, text) {
    const { action } = JSON.parse(text);
    if (stage.refusal) post(socket, JSON.stringify(stage.refusal));
    if (stage.refusal?.type) later(() => end(socket, 1000));
    if (stage.refusal || (action === "resume" && !stage.answersResumes)) return;
    if (action === "ping") stage.pings += 1;
    socket.behind.hear(text);
  }

  return stage;
}
