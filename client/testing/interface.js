// What a test sees of the fake server, as types. There is no code here.

/**
 * @typedef {import("../internal/interface.js").ConnectOptions} ConnectOptions
 * @typedef {import("../internal/interface.js").Connection} ClientConnection
 * @typedef {import("./events.js").PushedEvent} PushedEvent
 * @typedef {import("./events.js").PostedEvent} PostedEvent
 * @typedef {import("./tokens.js").TokenOptions} TokenOptions
 * @typedef {import("./frames.js").Route} Route
 * @typedef {import("./handshake.js").Handshake} Handshake
 * @typedef {{id: string, user: string, openedAt: number}} OpenConnection  `openedAt` by the server's clock.
 * @typedef {{sockets: number, timers: number, listeners: number}} Counts
 */

/**
 * @typedef {object} FakeWindow  Any other event can be fired at it, at its document and at its network.
 * @property {EventTarget & {visibilityState: string}} document
 * @property {{onLine: boolean, connection: EventTarget & {type: string, effectiveType: string}}} navigator
 */

/**
 * @typedef {object} Tab  A tab of the simulated browser.
 * @property {(options: ConnectOptions) => ClientConnection} connect  The package's `connect`, in this tab.
 * @property {() => void} hide  The user goes to another tab.
 * @property {() => void} show  The user looks at this tab.
 * @property {() => void} reload  The page is loaded anew, with the storages that it had: the old page's code never runs
 *   again. Call `connect` again, as the new page would.
 * @property {EventTarget & FakeWindow} page  The window of the page.
 * @property {typeof globalThis.WebSocket} WebSocket  The page's class.
 * @property {import("../internal/interface.js").Environment} environment  What `connect` gets in place of the browser.
 * @property {() => Counts} counts  What the page has that is not closed, stopped or removed.
 */

/**
 * @typedef {object} StageVerbs  What a test does to the stage.
 * @property {(user: string, options?: TokenOptions) => string} token
 *   An access token of the user, in the shape of a JWT. The server knows no other, but those of `acceptToken`.
 * @property {(token: string, user: string, options?: TokenOptions) => void} acceptToken
 *   Lets the server know a token that the page gets elsewhere, such as "test-token". With one that is no JWT with a `sub`
 *   the client stores no last event: a page that is loaded anew gets events again.
 * @property {(user: string) => void} expireToken  Every token that the user has so far is over. Open connections are told
 *   and closed at once, as the stage does it at their next resume.
 * @property {(user: string, event: PushedEvent) => PostedEvent} push
 *   Stores an event, posts it to each connection of the user, and answers it as pages get it. The same event again
 *   (`source` and `id`) stores nothing new and is posted again.
 * @property {(user: string, count?: number) => void} loseNext
 *   The next `count` events of the user are stored and not posted, 1 when omitted: pages have to find out.
 * @property {(user: string) => void} forgetEvents
 *   The user's events so far leave the replay window: a page that missed any of them is told so.
 * @property {(user: string, options?: {lost?: number}) => void} restoreLog
 *   The user's log is restored to before its last `lost` events, 0 when omitted, and has another epoch. Pages hear of it by
 *   the next event, or by their next resume.
 * @property {(action: string, handler: Route) => void} onMessage
 *   A route of your own: the handler gets each frame of that action. As with the stage, what it returns is sent to
 *   nobody: answer by `push`. One that throws, or whose promise is rejected, is answered as API
 *   Gateway does.
 */

/**
 * @typedef {object} LineVerbs  What a test does to the lines, and what it sees of them.
 * @property {(user: string, options?: {silently?: boolean}) => void} drop
 *   The line of each of the user's connections breaks, without a close frame. The client is told and comes back by itself:
 *   `await server.advance(1)`. With `silently` nothing tells it: its next ping finds out.
 * @property {(user: string) => void} disconnect
 *   The server closes each of the user's connections, as the push function's `disconnect` does.
 * @property {(isRefusing?: boolean) => void} refuseHandshakes
 *   No attempt leads to a connection, until `refuseHandshakes(false)`.
 * @property {() => void} offline  The browser has no network: each page is told, and each line breaks.
 * @property {() => void} online  The browser has a network again, and each page is told.
 * @property {(user?: string) => OpenConnection[]} connections
 *   The open connections of the user, or of all users; the oldest first.
 * @property {(user?: string) => any[]} received
 *   The frames that the server got from the user, or from all users; a text where it was no JSON.
 * @property {readonly Handshake[]} handshakes  Each attempt, and why it was refused: no page is told.
 */

/**
 * @typedef {object} BrowserVerbs  The browser around the client, and its clock.
 * @property {string} url  The address at which the server answers: the `url` of `connect`.
 * @property {(options: ConnectOptions) => ClientConnection} connect
 *   The package's `connect` with this server, its clock and its browser. Each call is a tab of its own.
 * @property {() => Tab} openTab  A tab that a test can hide, show and reload.
 * @property {typeof globalThis.WebSocket} WebSocket
 *   Put it in place of `globalThis.WebSocket` for a page whose call of `connect` cannot be reached.
 * @property {() => Counts} counts
 *   What all pages have that is not closed, stopped or removed. All are 0 once each connection is closed.
 * @property {() => number} now  The time by the server's clock, in Unix milliseconds.
 * @property {() => Promise<void>} settled
 *   Waits until everything that is due has happened, the page's promises too. The clock stands still.
 * @property {(seconds: number) => Promise<void>} advance
 *   Lets that much simulated time pass, and everything happen that is due in it.
 */

/** @typedef {StageVerbs & LineVerbs & BrowserVerbs} FakeServer */

export {};
