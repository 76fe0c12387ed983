/**
 * @typedef {import("./web_socket.js").PageEnd} PageEnd
 * @typedef {import("./line.js").Line} Line
 *
 * @typedef {object} Connection
 * @property {string} id
 * @property {string} user
 * @property {number} openedAt  By the server's clock, in Unix milliseconds.
 * @property {import("./tokens.js").Known} token
 * @property {(frame: object) => void} post
 * @property {Line} line
 * @property {PageEnd} page
 * @property {number | null} idle  The timer that ends it when nothing is said.
 * @property {number | null} end  The timer of its longest life.
 *
 * @typedef {ReturnType<typeof createConnections>} Connections
 */
/**
 * @param {{
 *   time: import("./simulated_time.js").SimulatedTime, nowMs: () => number,
 *   mostPerUser: number, idleSeconds: number, longestSeconds: number,
 * }} options
 */
export function createConnections({ time, nowMs, mostPerUser, idleSeconds, longestSeconds }: {
    time: import("./simulated_time.js").SimulatedTime;
    nowMs: () => number;
    mostPerUser: number;
    idleSeconds: number;
    longestSeconds: number;
}): {
    of: (user?: string) => Connection[];
    close: (connection: Connection, code?: number, reason?: string) => void;
    touch: (connection: Connection) => void;
    gone: (connection: Connection) => void;
    /** @param {Connection} connection */
    isOpen: (connection: Connection) => boolean;
    /** @param {Connection} connection Nothing may be sent to it any more. */
    isExpired: ({ token }: Connection) => boolean;
    /** Makes room for a new connection of the user, then has it. @param {import("./tokens.js").Known} token @param {Line} line @param {PageEnd} page */
    admit(token: import("./tokens.js").Known, line: Line, page: PageEnd): Connection;
    /** The line breaks: neither end says a close frame. @param {Connection} connection */
    drop(connection: Connection): void;
};
export const NORMAL_CLOSE: 1000;
export namespace TOO_MANY {
    export { ERROR as type };
    export { CONNECTION_LIMIT as code };
    export let message: string;
}
export type PageEnd = import("./web_socket.js").PageEnd;
export type Line = import("./line.js").Line;
export type Connection = {
    id: string;
    user: string;
    /**
     * By the server's clock, in Unix milliseconds.
     */
    openedAt: number;
    token: import("./tokens.js").Known;
    post: (frame: object) => void;
    line: Line;
    page: PageEnd;
    /**
     * The timer that ends it when nothing is said.
     */
    idle: number | null;
    /**
     * The timer of its longest life.
     */
    end: number | null;
};
export type Connections = ReturnType<typeof createConnections>;
import { ERROR } from "../internal/protocol.js";
import { CONNECTION_LIMIT } from "../internal/protocol.js";
