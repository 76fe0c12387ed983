// The line between a page and the server: what is sent arrives after the latency, unless the line is dead.

/**
 * @typedef {object} Line
 * @property {(arrive: () => void) => void} carry
 * @property {() => void} cut  Nothing arrives any more, also of what is on its way.
 */

/**
 * @param {{time: import("./simulated_time.js").SimulatedTime, latencyMs: number}} world
 * @returns {Line}
 */
export function createLine({ time, latencyMs }) {
  let isCut = false;
  return {
    carry: (arrive) => {
      if (!isCut) time.carry(() => isCut || arrive(), latencyMs);
    },
    cut() {
      isCut = true;
    },
  };
}
