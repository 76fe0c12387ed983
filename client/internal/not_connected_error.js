/** A message could not be sent: no connection is open, and it could not be kept for the next one either. */
export class NotConnectedError extends Error {
  /**
   * `code` is the connection's, or "queue-full".
   */
  constructor(message, { state, code }) {
    super(message);
    this.name = "NotConnectedError";
    this.state = state;
    this.code = code;
  }
}
