// The names of realtime.v1. contract/frames.py has the same ones; a test compares the two.

export const PROTOCOL = "realtime.v1";
export const BEARER_PREFIX = "bearer."; // of the subprotocol that carries the token

// `action` of the client's frames
export const RESUME = "resume";
export const PING = "ping";

// `type` of the server's control frames
export const RESUMED = "realtime.resumed";
export const PONG = "realtime.pong";
export const ERROR = "realtime.error";

// `code` of the errors that the client acts on
export const INVALID_AFTER = "invalid-after";
export const EXPIRED = "token-expired";
export const TOO_SOON = "too-soon";
export const VERSION_GONE = "version-gone";
export const CONNECTION_LIMIT = "connection-limit";

// `code` of the error that only the fake server names: this client sends no such frame
export const MALFORMED = "malformed";

export const SEQUENCE_DIGITS = 20; // so that sequences sort as texts
