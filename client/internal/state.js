// The state that the page is told: a row of causes.js.

import { causeOf } from "./causes.js";

/**
 * `page` is the window, `attempts` those of attempts.js. Calls `onState({state, code, reason, previous})` after each
 * change; `previous` is the state before.
 *
 * @param {{page: any, attempts: import("./attempts.js").Attempts, isFixedToken: boolean,
 *   onState: (change: import("./interface.js").StateChange) => void}} parts
 */
export function createState({ page, attempts, isFixedToken, onState }) {
  let cause = causeOf("connecting", { isFixedToken }); // what the page was told last
  const isOffline = () => page?.navigator?.onLine === false;
  const isClosed = () => cause.state === "closed";

  /** Tells the page, unless it knows. A client that is closed stays so. @param {string} code */
  function become(code) {
    if (isClosed() || cause.code === code) return;
    const previous = cause.state;
    cause = causeOf(code, { isFixedToken });
    onState({ state: cause.state, code: cause.code, reason: cause.reason, previous });
  }

  /** An attempt or a connection ended by `code`; the page may have to know another. @param {string} code */
  function ended(code) {
    const { isOfLine, mayLast } = causeOf(code, { isFixedToken });
    if (isOfLine && isOffline()) become("offline");
    else become((mayLast && attempts.lasting()) || code);
  }

  return { become, ended, isClosed, cause: () => cause };
}
