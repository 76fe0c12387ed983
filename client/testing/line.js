// The line between a page and the server: what is sent arrives, unless the line is dead.

/**
 * @typedef {object} Line
 * @property {(arrive: () => void) => void} carry
 * @property {() => void} cut  Nothing arrives any more, also of what is on its way.
 */

/** @param {import("./simulated_time.js").SimulatedTime} time @returns {Line} */
export function createLine(time) {
  let isCut = false;
  return {
    carry: (arrive) => {
      if (!isCut) time.carry(() => isCut || arrive());
    },
    cut() {
      isCut = true;
    },
  };
}
