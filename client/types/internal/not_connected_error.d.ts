/** A message could not be sent: no connection is open, and it could not be kept for the next one either. */
export class NotConnectedError extends Error {
    /**
     * @param {string} message
     * @param {{state: import("./interface.js").ConnectionState, code: import("./interface.js").ConnectionCode | "queue-full"}} cause
     */
    constructor(message: string, { state, code }: {
        state: import("./interface.js").ConnectionState;
        code: import("./interface.js").ConnectionCode | "queue-full";
    });
    /** The connection's. */
    state: import("./interface.js").ConnectionState;
    /** The connection's, or "queue-full". */
    code: import("./interface.js").ConnectionCode | "queue-full";
}
