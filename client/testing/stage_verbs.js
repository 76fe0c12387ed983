// What a test does to the stage: tokens, events, logs and a team's own routes.

import { ACTION } from "../internal/messages.js";
import { PING, RESUME } from "../internal/protocol.js";
import { checkFields, checkNumber, checkUser, typeError } from "./checks.js";
import { checkEvent } from "./events.js";
import { TOKEN_EXPIRED } from "./resume.js";

const OF_THE_PROTOCOL = [RESUME, PING];

/** @param {unknown} action */
function checkAction(action) {
  const isFree = typeof action === "string" && ACTION.test(action) && !OF_THE_PROTOCOL.includes(action);
  if (isFree) return action;
  throw typeError("onMessage: the action", 'a letter, then letters, digits, "_", "." and "-", 40 at most, and neither'
    + ' "resume" nor "ping"', action);
}

/** @param {import("./stage.js").Stage} stage @returns {import("./interface.js").StageVerbs} */
export function stageVerbs(stage) {
  let number = 0;

  return {
    token: (user, options) => stage.tokens.issue(user, options),

    acceptToken: (token, user, options) => stage.tokens.accept(token, user, options),

    expireToken(user) {
      stage.tokens.expire(checkUser("expireToken", user));
      for (const connection of stage.connections.of(user)) {
        connection.post(TOKEN_EXPIRED);
        stage.connections.close(connection);
      }
    },

    push(user, event) {
      checkUser("push", user);
      const checked = checkEvent(event, { id: `event-${number + 1}`, time: new Date(stage.nowMs()).toISOString() });
      number += 1;
      return stage.push(user, checked);
    },

    loseNext(user, count = 1) {
      stage.losses.set(checkUser("loseNext", user), checkNumber("loseNext: the count", count, { least: 0, isWhole: true }));
    },

    forgetEvents(user) {
      const log = stage.logOf(checkUser("forgetEvents", user));
      log.forget(log.head());
    },

    restoreLog(user, options = {}) {
      const log = stage.logOf(checkUser("restoreLog", user));
      const { lost = 0 } = checkFields("restoreLog: the second argument", options, ["lost"]);
      log.restore(checkNumber("restoreLog: lost", lost, { least: 0, most: log.head(), isWhole: true }));
    },

    onMessage(action, handler) {
      const name = checkAction(action);
      if (typeof handler !== "function") throw typeError("onMessage: the handler", "a function", handler);
      stage.routes.set(name, handler);
    },
  };
}
