// What a test does to the stage: tokens, events, logs and a team's own routes.

import { checkFields, checkNumber, checkUser, typeError } from "./checks.js";
import { checkEvent } from "./events.js";
import { TOKEN_EXPIRED } from "./resume.js";

/** What the notifier's `routes` take. */
const ACTION = /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/;
const OF_THE_PROTOCOL = ["resume", "ping"];

/**
 * @typedef {import("./events.js").PushedEvent} PushedEvent
 * @typedef {import("./events.js").PostedEvent} PostedEvent
 * @typedef {import("./tokens.js").TokenOptions} TokenOptions
 * @typedef {import("./frames.js").Route} Route
 */

/** @param {unknown} action */
function checkAction(action) {
  const isFree = typeof action === "string" && ACTION.test(action) && !OF_THE_PROTOCOL.includes(action);
  if (isFree) return action;
  throw typeError("onMessage: the action", 'a letter, then letters, digits, "_", "." and "-", 40 at most, and neither'
    + ' "resume" nor "ping"', action);
}

/** @param {import("./stage.js").Stage} stage */
export function stageVerbs(stage) {
  let number = 0;

  return {
    /**
     * An access token of the user, which the server knows.
     *
     * @param {string} user @param {TokenOptions} [options]
     */
    token: (user, options) => stage.tokens.issue(user, options),

    /**
     * Lets the server know a token that the page gets elsewhere, such as "test-token".
     *
     * @param {string} token @param {string} user @param {TokenOptions} [options]
     */
    acceptToken: (token, user, options) => stage.tokens.accept(token, user, options),

    /**
     * Every token that the user has so far is over. Open connections are told and closed at once, as the
     * stage does it at their next resume.
     *
     * @param {string} user
     */
    expireToken(user) {
      stage.tokens.expire(checkUser("expireToken", user));
      for (const connection of stage.connections.of(user)) {
        connection.post(TOKEN_EXPIRED);
        stage.connections.close(connection);
      }
    },

    /**
     * Stores an event and posts it to each connection of the user. The same event again (`source` and `id`)
     * stores nothing new and is posted again.
     *
     * @param {string} user @param {PushedEvent} event
     * @returns {PostedEvent} The event as pages get it.
     */
    push(user, event) {
      checkUser("push", user);
      const checked = checkEvent(event, { id: `event-${number + 1}`, time: new Date(stage.nowMs()).toISOString() });
      number += 1;
      return stage.push(user, checked);
    },

    /**
     * The next `count` events of the user are stored and not posted: pages have to find out.
     *
     * @param {string} user @param {number} [count]  1 when omitted.
     */
    loseNext(user, count = 1) {
      stage.losses.set(checkUser("loseNext", user), checkNumber("loseNext: the count", count, { least: 0, isWhole: true }));
    },

    /**
     * The user's events so far leave the replay window: a page that missed any of them is told so.
     *
     * @param {string} user
     */
    forgetEvents(user) {
      const log = stage.logOf(checkUser("forgetEvents", user));
      log.forget(log.head());
    },

    /**
     * The user's log is restored to an earlier time: its last `lost` events are gone, and it has another
     * epoch. Pages hear of it by their next resume, or by the next event.
     *
     * @param {string} user @param {{lost?: number}} [options]  `lost`: 0 when omitted.
     */
    restoreLog(user, options = {}) {
      const log = stage.logOf(checkUser("restoreLog", user));
      const { lost = 0 } = checkFields("restoreLog: the second argument", options, ["lost"]);
      log.restore(checkNumber("restoreLog: lost", lost, { least: 0, most: log.head(), isWhole: true }));
    },

    /**
     * A route of your own: `handler({user, data, frame})` is called with each frame of that action. As with the
     * stage, what it returns is sent to nobody: answer by `push`. One that throws is answered as API Gateway does.
     *
     * @param {string} action @param {Route} handler
     */
    onMessage(action, handler) {
      const name = checkAction(action);
      if (typeof handler !== "function") throw typeError("onMessage: the handler", "a function", handler);
      stage.routes.set(name, handler);
    },
  };
}
