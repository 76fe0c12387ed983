/**
 * @param {{
 *   connections: import("./connections.js").Connections,
 *   resume: (connection: Connection, frame: any) => void,
 *   routes: Map<string, Route>, heard: (connection: Connection, frame: unknown) => void, nowMs: () => number,
 * }} options
 */
export function createFrames({ connections, resume, routes, heard, nowMs }: {
    connections: import("./connections.js").Connections;
    resume: (connection: Connection, frame: any) => void;
    routes: Map<string, Route>;
    heard: (connection: Connection, frame: unknown) => void;
    nowMs: () => number;
}): (connection: Connection, data: unknown) => void;
export const MOST_FRAMES_A_MINUTE: 60;
export type Connection = import("./connections.js").Connection;
/**
 * `data` is the frame's; `frame` is the whole.
 */
export type Message = {
    user: string;
    data: any;
    frame: any;
};
/**
 * What it returns is sent to nobody: answer by `push`. It may be
 *  asynchronous: its promise's rejection is its failure.
 */
export type Route = (message: Message) => unknown;
