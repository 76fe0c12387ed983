/**
 * Connects, and stays connected until `close()`. The first attempt begins when the task that calls this has
 * ended: listeners that it adds miss nothing.
 *
 * @param {import("./internal/interface.js").ConnectOptions} options
 * @returns {import("./internal/interface.js").Connection}
 */
export function connect(options: import("./internal/interface.js").ConnectOptions): import("./internal/interface.js").Connection;
export { NotConnectedError } from "./internal/not_connected_error.js";
export { backoffMs } from "./internal/backoff.js";
export type ConnectOptions = import("./internal/interface.js").ConnectOptions;
export type TokenFunction = import("./internal/interface.js").TokenFunction;
export type Environment = import("./internal/interface.js").Environment;
export type Connection = import("./internal/interface.js").Connection;
export type ConnectionState = import("./internal/interface.js").ConnectionState;
export type ConnectionCode = import("./internal/interface.js").ConnectionCode;
export type StateChange = import("./internal/interface.js").StateChange;
export type Gap = import("./internal/interface.js").Gap;
export type ListenerOptions = import("./internal/interface.js").ListenerOptions;
export type RealtimeEvent<Data = unknown> = import("./internal/interface.js").RealtimeEvent<Data>;
export type RealtimeEventListener<Data = unknown> = import("./internal/interface.js").RealtimeEventListener<Data>;
export { claimsOf, subjectOf } from "./internal/token_claims.js";
