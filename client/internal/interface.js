// What a page sees of the client, as types. There is no code here.

/**
 * @typedef {"connecting" | "live" | "reconnecting" | "paused" | "closed"} ConnectionState
 *   `connecting`: the first attempt for this user is under way. `live`: the page has all events, and hears the next one.
 *   `reconnecting`: the client tries by itself. `paused`: it waits for a person: until the page is looked at, or calls
 *   `retry()` or `userChanged()`. `closed` is final: call `connect` again.
 */

/**
 * @typedef {"connecting" | "user-changed" | "live"
 *   | "connection-lost" | "offline" | "no-pong" | "no-answer" | "server-failed" | "token-failed" | "token-expired"
 *   | "handshake-failed" | "refused" | "not-live" | "token-renewed" | "connection-renewed" | "retrying"
 *   | "connection-limit" | "signed-out"
 *   | "closed-by-page" | "version-gone" | "bad-address" | "blocked" | "bad-token" | "no-websocket"} ConnectionCode
 *   Why the client is in its state. causes.js has a row for each of these, and for no other.
 */

/**
 * @typedef {object} StateChange
 * @property {ConnectionState} state
 * @property {ConnectionCode} code  Why the client is in this state.
 * @property {string} reason  The same as a sentence, for developers.
 * @property {ConnectionState} previous  The state before. It is the same one where only the code has changed.
 */

/**
 * A CloudEvent 1.0 with the `sequence` extension.
 *
 * @template [Data=unknown]
 * @typedef {object} RealtimeEvent
 * @property {"1.0"} specversion
 * @property {string} id
 * @property {string} source  Together with `id` it identifies the event.
 * @property {string} type
 * @property {string} [subject]
 * @property {string} [time]
 * @property {string} sequence  20 digits, +1 with each event of the user.
 * @property {string} [epoch]  Names the user's log, whose sequences these are. A restored log has another.
 * @property {Data} data
 */

/**
 * @typedef {object} Gap  Events after `after` up to `through` may be missing.
 * @property {string | null} after  A sequence; null: from the start.
 * @property {string} through  A sequence.
 */

/**
 * @callback TokenFunction
 * @param {{fresh: boolean}} need  `fresh` is true when the last token is about to expire, has expired or was probably
 *   refused: answer another one.
 * @returns {string | null | undefined | Promise<string | null | undefined>}  Null: nobody is signed in.
 */

/**
 * @typedef {object} Signal  An AbortSignal, as far as the client uses it.
 * @property {boolean} aborted
 * @property {(type: "abort", listener: () => void) => void} addEventListener
 * @property {(type: "abort", listener: () => void) => void} removeEventListener
 */

/**
 * @typedef {object} KeptTexts  A Storage, as far as the client uses it.
 * @property {(key: string) => string | null} getItem
 * @property {(key: string, value: string) => void} setItem
 * @property {(key: string) => void} removeItem
 */

/**
 * @typedef {object} ListenerOptions
 * @property {Signal} [signal]  Its abort ends the listener. Default: none.
 */

/**
 * @typedef {object} Environment  Parts of the browser that the fake server and tests replace.
 * @property {(KeptTexts | undefined)[]} [storages]  The tab's own storage, and
 *   the one that all tabs share. Default: `sessionStorage` and `localStorage`, as far as the browser allows them.
 * @property {object} [page]  The window: its events, and those of its document and network, wake the client.
 *   Default: `globalThis`.
 * @property {() => number} [random]  Default: `Math.random`.
 * @property {() => number} [now]  A clock in milliseconds that never goes back. Default: `performance.now`.
 * @property {(callback: () => void, ms: number) => any} [setTimer]  Default: `setTimeout`.
 * @property {(timer: any) => void} [clearTimer]  Default: `clearTimeout`.
 */

/**
 * @typedef {object} ConnectOptions
 * @property {string} url  The stage's `websocket_url`. No default.
 * @property {string | TokenFunction} token  The access token. No default. A function is called before each attempt,
 *   and shortly before the token expires. It answers null when nobody is signed in: the client pauses. It throws when
 *   there is no token at the moment: the client tries again.
 * @property {Signal} [signal]  Its abort is `close()`. Default: none.
 * @property {new (url: string, protocols: string[]) => any} [WebSocket]  The class of the sockets, with the interface
 *   of the browser's. Default: `globalThis.WebSocket`.
 * @property {number} [pingEverySeconds]  The longest time between two pings, 10 to 540. Default: 300. On a line that
 *   cuts idle connections sooner, the client learns to ping more often.
 * @property {number} [sendQueueLength]  How many messages `send` keeps while no connection is open, 0 to 100.
 *   Default: 0: `send` throws.
 * @property {Environment} [environment]  Parts of the browser to replace. Default: the browser's.
 */

/**
 * Gets each event once, in order. An event counts as handed over when its listeners were called, also if one of them
 * has thrown: the error is logged. A page that ends before that gets the event again.
 *
 * @template [Data=unknown]
 * @callback RealtimeEventListener
 * @param {RealtimeEvent<Data>} event
 * @returns {unknown}
 */

/**
 * @typedef {{
 *   <Data = unknown>(listener: RealtimeEventListener<Data>, options?: ListenerOptions): () => void,
 *   <Data = unknown>(type: string, listener: RealtimeEventListener<Data>, options?: ListenerOptions): () => void,
 * }} Subscribe
 */

/**
 * @typedef {{
 *   (kind: "state", listener: (change: StateChange) => unknown, options?: ListenerOptions): () => void,
 *   (kind: "incomplete", listener: (gap: Gap) => unknown, options?: ListenerOptions): () => void,
 * }} On
 */

/**
 * @typedef {object} ConnectionMembers
 * @property {ConnectionState} state
 * @property {ConnectionCode} code  Why the client is in this state.
 * @property {string} reason  The same as a sentence, for developers.
 * @property {Subscribe} subscribe  Listens to all events, or to those of one CloudEvents type. Answers a function that
 *   ends it. Subscribe in the task that calls `connect`: an event that nobody hears counts as handed over.
 * @property {On} on  `"state"`: after each change of state or code. `"incomplete"`: the page was away for longer than
 *   the replay window, or the log was restored: events are or may be lost. Read the current state from its own source,
 *   such as an HTTP API. It is told before the events that follow the gap. After a restore these begin with the
 *   window: some may be events that the page had. Answers a function that ends the listener.
 * @property {(action: string, data?: unknown) => void} send  Sends `{action, data}` to a route of your own, at most
 *   once. Throws `NotConnectedError` while no connection is open and no room is in the queue, TypeError and RangeError
 *   for what no route could get.
 * @property {() => void} retry  Acts as if the page was looked at: a client that waits, also a paused one, tries at once.
 * @property {() => void} userChanged  Call it after a sign-in, a sign-out or a change of user. From then on no event of
 *   the user before is handed over, and the token function is asked anew.
 * @property {() => void} close  Ends the connection for good: no listener, timer or socket is left.
 */

/**
 * What `connect` answers. Its state is read, not written.
 *
 * @typedef {Readonly<ConnectionMembers>} Connection
 */

export {};
