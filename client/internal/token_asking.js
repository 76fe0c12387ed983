// Whether the page's token function is being called at this moment: it must not begin what calls it again.

/**
 * The same function, and whether it is on the stack.
 *
 * @param {import("./interface.js").TokenFunction} token
 */
export function watchAsking(token) {
  let isAsking = false;

  /** @type {import("./interface.js").TokenFunction} */
  function ask(need) {
    isAsking = true;
    try {
      return token(need);
    } finally {
      isAsking = false;
    }
  }

  return Object.assign(ask, { isAsking: () => isAsking });
}
