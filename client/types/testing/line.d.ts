/**
 * @typedef {object} Line
 * @property {(arrive: () => void) => void} carry
 * @property {() => void} cut  Nothing arrives any more, also of what is on its way.
 */
/** @param {import("./simulated_time.js").SimulatedTime} time @returns {Line} */
export function createLine(time: import("./simulated_time.js").SimulatedTime): Line;
export type Line = {
    carry: (arrive: () => void) => void;
    /**
     * Nothing arrives any more, also of what is on its way.
     */
    cut: () => void;
};
