/**
 * @typedef {import("./line.js").Line} Line
 *
 * @typedef {object} PageEnd  What the server can do with the page's end of a connection.
 * @property {(text: string) => void} post
 * @property {(code: number, reason: string) => void} end  By a close frame, or without one (1006).
 *
 * @typedef {object} ServerEnd  What the page's end can do with the server.
 * @property {(data: unknown) => void} hear
 * @property {() => void} left  The page closed the connection.
 *
 * @typedef {object} World
 * @property {import("./simulated_time.js").SimulatedTime} time
 * @property {(url: string, protocols: string[], line: Line, page: PageEnd) =>
 *   {protocol: string, server: ServerEnd} | null} shakeHands  Null: refused, in whatever way.
 *
 * @typedef {object} Owner  The page that opens the sockets.
 * @property {() => boolean} isGone  It was reloaded: nothing is told to it any more.
 * @property {Set<unknown>} sockets  Those that are not closed.
 */
/** The class that a page of `owner` uses. @param {World} world @param {Owner} owner @returns {typeof WebSocket} */
export function webSocketOf(world: World, owner: Owner): typeof WebSocket;
export type Line = import("./line.js").Line;
/**
 * What the server can do with the page's end of a connection.
 */
export type PageEnd = {
    post: (text: string) => void;
    /**
     * By a close frame, or without one (1006).
     */
    end: (code: number, reason: string) => void;
};
/**
 * What the page's end can do with the server.
 */
export type ServerEnd = {
    hear: (data: unknown) => void;
    /**
     * The page closed the connection.
     */
    left: () => void;
};
export type World = {
    time: import("./simulated_time.js").SimulatedTime;
    /**
     * Null: refused, in whatever way.
     */
    shakeHands: (url: string, protocols: string[], line: Line, page: PageEnd) => {
        protocol: string;
        server: ServerEnd;
    } | null;
};
/**
 * The page that opens the sockets.
 */
export type Owner = {
    /**
     * It was reloaded: nothing is told to it any more.
     */
    isGone: () => boolean;
    /**
     * Those that are not closed.
     */
    sockets: Set<unknown>;
};
