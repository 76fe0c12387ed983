// A stage and the lines to it, in simulated time: connections of one user up to a limit, lines that cut
// an idle connection or go dead, a stage that is down. It keeps the contract otherwise.

import { event, seq } from "./fake_browser.mjs";

const LATENCY_MS = 20;
export const LIMIT = 20;

/**
 * `patienceMs`: a line that was idle for so long is cut, by `cutCode`, or with `cutsInSilence` lets nothing
 * through. `tells` false: the frame that says why the limit closes a connection is lost. `refusal` is a frame that answers every frame; after an error of the protocol
 * the stage closes the connection.
 */
export function fakeStage(clock, {
  patienceMs = Infinity, tells = true, cutsInSilence = false, cutCode = 1006,
} = {}) {
  const stage = {
    handshakes: 0, pings: 0, head: 0, connections: [], patienceMs, tells,
    isDown: false, isSilent: false, answersPings: true, answersResumes: true, refusal: null,
    push, restart: () => endAll(1001), breakLines: () => endAll(1006),
  };
  const later = (act) => clock.setTimer(act, LATENCY_MS);

  stage.Socket = class {
    constructor() {
      Object.assign(this, { isOpen: false, isDead: false, cut: null });
      stage.handshakes += 1;
      if (!stage.isSilent) later(() => (stage.isDown ? this.onclose?.({ code: 1006 }) : admit(this)));
    }
    send(text) {
      touch(this);
      later(() => this.isOpen && !this.isDead && answer(this, JSON.parse(text)));
    }
    close() {
      gone(this);
    }
  };

  function admit(socket) {
    socket.isOpen = true;
    stage.connections.push(socket);
    touch(socket);
    socket.onopen?.();
    if (stage.connections.length <= LIMIT) return;
    const [oldest] = stage.connections;
    if (stage.tells) post(oldest, { type: "realtime.error", code: "connection-limit", message: "Too many." });
    end(oldest, 1000);
  }

  function gone(socket) {
    socket.isOpen = false;
    clock.clearTimer(socket.cut);
    stage.connections = stage.connections.filter((one) => one !== socket);
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

  function post(socket, frame) {
    if (socket.isDead) return;
    touch(socket);
    later(() => socket.isDead || socket.onmessage?.({ data: JSON.stringify(frame) }));
  }

  function answer(socket, { action, after }) {
    if (stage.refusal) post(socket, stage.refusal);
    if (stage.refusal?.type) later(() => end(socket, 1000));
    if (stage.refusal || (action === "resume" && !stage.answersResumes)) return;
    if (action === "ping") {
      stage.pings += 1;
      if (stage.answersPings) post(socket, { type: "realtime.pong" });
      return;
    }
    const first = after === undefined ? stage.head + 1 : Number(after) + 1;
    for (let number = first; number <= stage.head; number += 1) post(socket, event(number));
    post(socket, { type: "realtime.resumed", after: after ?? null, through: seq(stage.head), complete: true });
  }

  function push() {
    stage.head += 1;
    for (const socket of stage.connections) post(socket, event(stage.head));
  }

  return stage;
}
