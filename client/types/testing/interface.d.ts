export type ConnectOptions = import("../internal/interface.js").ConnectOptions;
export type ClientConnection = import("../internal/interface.js").Connection;
export type PushedEvent = import("./events.js").PushedEvent;
export type PostedEvent = import("./events.js").PostedEvent;
export type TokenOptions = import("./tokens.js").TokenOptions;
export type Route = import("./frames.js").Route;
export type Handshake = import("./handshake.js").Handshake;
/**
 * `openedAt` by the server's clock.
 */
export type OpenConnection = {
    id: string;
    user: string;
    openedAt: number;
};
export type Counts = {
    sockets: number;
    timers: number;
    listeners: number;
};
/**
 * Any other event can be fired at it, at its document and at its network.
 */
export type FakeWindow = {
    document: EventTarget & {
        visibilityState: string;
    };
    navigator: {
        onLine: boolean;
        connection: EventTarget & {
            type: string;
            effectiveType: string;
        };
    };
};
/**
 * A tab of the simulated browser.
 */
export type Tab = {
    /**
     * The package's `connect`, in this tab.
     */
    connect: (options: ConnectOptions) => ClientConnection;
    /**
     * The user goes to another tab.
     */
    hide: () => void;
    /**
     * The user looks at this tab.
     */
    show: () => void;
    /**
     * The page is loaded anew, with the storages that it had: the old page's code never runs
     * again. Call `connect` again, as the new page would.
     */
    reload: () => void;
    /**
     * The window of the page.
     */
    page: EventTarget & FakeWindow;
    /**
     * The page's class.
     */
    WebSocket: typeof globalThis.WebSocket;
    /**
     * What `connect` gets in place of the browser.
     */
    environment: import("../internal/interface.js").Environment;
    /**
     * What the page has that is not closed, stopped or removed.
     */
    counts: () => Counts;
};
/**
 * What a test does to the stage.
 */
export type StageVerbs = {
    /**
     *   An access token of the user, in the shape of a JWT. The server knows no other, but those of `acceptToken`.
     */
    token: (user: string, options?: TokenOptions) => string;
    /**
     *   Lets the server know a token that the page gets elsewhere, such as "test-token". With one that is no JWT with a `sub`
     *   the client stores no last event: a page that is loaded anew gets events again.
     */
    acceptToken: (token: string, user: string, options?: TokenOptions) => void;
    /**
     * Every token that the user has so far is over. Open connections are told
     * and closed at once, as the stage does it at their next resume.
     */
    expireToken: (user: string) => void;
    /**
     *   Stores an event, posts it to each connection of the user, and answers it as pages get it. The same event again
     *   (`source` and `id`) stores nothing new and is posted again.
     */
    push: (user: string, event: PushedEvent) => PostedEvent;
    /**
     *   The next `count` events of the user are stored and not posted, 1 when omitted: pages have to find out.
     */
    loseNext: (user: string, count?: number) => void;
    /**
     *   The user's events so far leave the replay window: a page that missed any of them is told so.
     */
    forgetEvents: (user: string) => void;
    /**
     *   The user's log is restored to before its last `lost` events, 0 when omitted, and has another epoch. Pages hear of it by
     *   the next event, or by their next resume.
     */
    restoreLog: (user: string, options?: {
        lost?: number;
    }) => void;
    /**
     *   A route of your own: the handler gets each frame of that action. As with the stage, what it returns is sent to
     *   nobody: answer by `push`. One that throws, or whose promise is rejected, is answered as API
     *   Gateway does.
     */
    onMessage: (action: string, handler: Route) => void;
};
/**
 * What a test does to the lines, and what it sees of them.
 */
export type LineVerbs = {
    /**
     *   The line of each of the user's connections breaks, without a close frame. The client is told and comes back by itself:
     *   `await server.advance(1)`. With `silently` nothing tells it: its next ping finds out.
     */
    drop: (user: string, options?: {
        silently?: boolean;
    }) => void;
    /**
     *   The server closes each of the user's connections, as the push function's `disconnect` does.
     */
    disconnect: (user: string) => void;
    /**
     *   No attempt leads to a connection, until `refuseHandshakes(false)`.
     */
    refuseHandshakes: (isRefusing?: boolean) => void;
    /**
     * The browser has no network: each page is told, and each line breaks.
     */
    offline: () => void;
    /**
     * The browser has a network again, and each page is told.
     */
    online: () => void;
    /**
     *   The open connections of the user, or of all users; the oldest first.
     */
    connections: (user?: string) => OpenConnection[];
    /**
     *   The frames that the server got from the user, or from all users; a text where it was no JSON.
     */
    received: (user?: string) => any[];
    /**
     * Each attempt, and why it was refused: no page is told.
     */
    handshakes: readonly Handshake[];
};
/**
 * The browser around the client, and its clock.
 */
export type BrowserVerbs = {
    /**
     * The address at which the server answers: the `url` of `connect`.
     */
    url: string;
    /**
     *   The package's `connect` with this server, its clock and its browser. Each call is a tab of its own.
     */
    connect: (options: ConnectOptions) => ClientConnection;
    /**
     * A tab that a test can hide, show and reload.
     */
    openTab: () => Tab;
    /**
     *   Put it in place of `globalThis.WebSocket` for a page whose call of `connect` cannot be reached.
     */
    WebSocket: typeof globalThis.WebSocket;
    /**
     *   What all pages have that is not closed, stopped or removed. All are 0 once each connection is closed.
     */
    counts: () => Counts;
    /**
     * The time by the server's clock, in Unix milliseconds.
     */
    now: () => number;
    /**
     *   Waits until everything that is due has happened, the page's promises too. The clock stands still.
     */
    settled: () => Promise<void>;
    /**
     *   Lets that much simulated time pass, and everything happen that is due in it.
     */
    advance: (seconds: number) => Promise<void>;
};
export type FakeServer = StageVerbs & LineVerbs & BrowserVerbs;
