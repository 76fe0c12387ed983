/**
 * @typedef {object} Timer
 * @property {() => void} callback
 * @property {number} ms
 * @property {number} due
 * @property {number} link  How many things have led to it at its moment.
 * @property {boolean} isFrame  Something on its way between a page and the server.
 *
 * @typedef {ReturnType<typeof createSimulatedTime>} SimulatedTime
 */
/** `nextTurn()` is awaited after each thing that happens: the page's promises go on. */
export function createSimulatedTime(nextTurn?: () => Promise<void>): {
    timers: Map<number, Timer>;
    first: () => [number, Timer] | null;
    run: ([id, { callback, due, link: its }]: [number, Timer]) => Promise<void>;
    /** Milliseconds since the server was made. */
    now: () => number;
    /** Sets the clock without letting time pass, as a person or a time server does. @param {number} wanted */
    set(wanted: number): void;
    /** @param {() => void} callback @param {number} ms */
    setTimer: (callback: () => void, ms: number) => number;
    /** @param {number} id */
    clearTimer: (id: number) => boolean;
    /** Something is on its way, and arrives at once unless a time is given. @param {() => void} arrive @param {number} [ms] */
    carry: (arrive: () => void, ms?: number) => number;
    settle: () => Promise<void>;
    /** @param {number} ms */
    advance: (ms: number) => Promise<void>;
};
export type Timer = {
    callback: () => void;
    ms: number;
    due: number;
    /**
     * How many things have led to it at its moment.
     */
    link: number;
    /**
     * Something on its way between a page and the server.
     */
    isFrame: boolean;
};
export type SimulatedTime = ReturnType<typeof createSimulatedTime>;
