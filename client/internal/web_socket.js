// What the standards say of a WebSocket, apart from this protocol.

/** RFC 9110, 5.6.2: the characters of a token. A subprotocol must be one. */
export const SUBPROTOCOL_TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** `code` of a close event where the line broke: no close frame came. RFC 6455, 7.4.1. */
export const NO_CLOSE_FRAME = 1006;
