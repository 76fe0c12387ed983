/**
 * `connecting`: the first attempt for this user is under way. `live`: the page has all events, and hears the next one.
 * `reconnecting`: the client tries by itself. `paused`: it waits for a person: until the page is looked at, or calls
 * `retry()` or `userChanged()`. `closed` is final: call `connect` again.
 */
export type ConnectionState = "connecting" | "live" | "reconnecting" | "paused" | "closed";
/**
 * Why the client is in its state. causes.js has a row for each of these, and for no other.
 */
export type ConnectionCode = "connecting" | "user-changed" | "live" | "connection-lost" | "offline" | "no-pong" | "no-answer" | "server-failed" | "token-failed" | "token-expired" | "handshake-failed" | "refused" | "not-live" | "token-renewed" | "connection-renewed" | "retrying" | "connection-limit" | "signed-out" | "closed-by-page" | "version-gone" | "bad-address" | "blocked" | "bad-token" | "no-websocket";
export type StateChange = {
    state: ConnectionState;
    /**
     * Why the client is in this state.
     */
    code: ConnectionCode;
    /**
     * The same as a sentence, for developers.
     */
    reason: string;
    /**
     * The state before. It is the same one where only the code has changed.
     */
    previous: ConnectionState;
};
/**
 * A CloudEvent 1.0 with the `sequence` extension.
 */
export type RealtimeEvent<Data = unknown> = {
    specversion: "1.0";
    id: string;
    /**
     * Together with `id` it identifies the event.
     */
    source: string;
    type: string;
    subject?: string | undefined;
    time?: string | undefined;
    /**
     * 20 digits, +1 with each event of the user.
     */
    sequence: string;
    /**
     * Names the user's log, whose sequences these are. A restored log has another.
     */
    epoch?: string | undefined;
    data: Data;
};
/**
 * Events after `after` up to `through` may be missing.
 */
export type Gap = {
    /**
     * A sequence; null: from the start.
     */
    after: string | null;
    /**
     * A sequence.
     */
    through: string;
};
export type TokenFunction = (need: {
    fresh: boolean;
}) => string | null | undefined | Promise<string | null | undefined>;
/**
 * An AbortSignal, as far as the client uses it.
 */
export type Signal = {
    aborted: boolean;
    addEventListener: (type: "abort", listener: () => void) => void;
    removeEventListener: (type: "abort", listener: () => void) => void;
};
/**
 * A Storage, as far as the client uses it.
 */
export type KeptTexts = {
    getItem: (key: string) => string | null;
    setItem: (key: string, value: string) => void;
    removeItem: (key: string) => void;
};
export type ListenerOptions = {
    /**
     * Its abort ends the listener. Default: none.
     */
    signal?: Signal | undefined;
};
/**
 * Parts of the browser that the fake server and tests replace.
 */
export type Environment = {
    /**
     * The tab's own storage, and
     * the one that all tabs share. Default: `sessionStorage` and `localStorage`, as far as the browser allows them.
     */
    storages?: (KeptTexts | undefined)[] | undefined;
    /**
     * The window: its events, and those of its document and network, wake the client.
     * Default: `globalThis`.
     */
    page?: object | undefined;
    /**
     * Default: `Math.random`.
     */
    random?: (() => number) | undefined;
    /**
     * A clock in milliseconds that never goes back. Default: `performance.now`.
     */
    now?: (() => number) | undefined;
    /**
     * Default: `setTimeout`.
     */
    setTimer?: ((callback: () => void, ms: number) => any) | undefined;
    /**
     * Default: `clearTimeout`.
     */
    clearTimer?: ((timer: any) => void) | undefined;
};
export type ConnectOptions = {
    /**
     * The stage's `websocket_url`. No default.
     */
    url: string;
    /**
     * The access token. No default. A function is called before each attempt,
     * and shortly before the token expires. It answers null when nobody is signed in: the client pauses. It throws when
     * there is no token at the moment: the client tries again.
     */
    token: string | TokenFunction;
    /**
     * Its abort is `close()`. Default: none.
     */
    signal?: Signal | undefined;
    /**
     * The class of the sockets, with the interface
     * of the browser's. Default: `globalThis.WebSocket`.
     */
    WebSocket?: (new (url: string, protocols: string[]) => any) | undefined;
    /**
     * The longest time between two pings, 10 to 540. Default: 300. On a line that
     * cuts idle connections sooner, the client learns to ping more often.
     */
    pingEverySeconds?: number | undefined;
    /**
     * How many messages `send` keeps while no connection is open, 0 to 100.
     * Default: 0: `send` throws.
     */
    sendQueueLength?: number | undefined;
    /**
     * Parts of the browser to replace. Default: the browser's.
     */
    environment?: Environment | undefined;
};
/**
 * Gets each event once, in order. An event counts as handed over when its listeners were called, also if one of them
 * has thrown: the error is logged. A page that ends before that gets the event again.
 */
export type RealtimeEventListener<Data = unknown> = (event: RealtimeEvent<Data>) => unknown;
export type Subscribe = {
    <Data = unknown>(listener: RealtimeEventListener<Data>, options?: ListenerOptions): () => void;
    <Data = unknown>(type: string, listener: RealtimeEventListener<Data>, options?: ListenerOptions): () => void;
};
export type On = {
    (kind: "state", listener: (change: StateChange) => unknown, options?: ListenerOptions): () => void;
    (kind: "incomplete", listener: (gap: Gap) => unknown, options?: ListenerOptions): () => void;
};
export type ConnectionMembers = {
    state: ConnectionState;
    /**
     * Why the client is in this state.
     */
    code: ConnectionCode;
    /**
     * The same as a sentence, for developers.
     */
    reason: string;
    /**
     * Listens to all events, or to those of one CloudEvents type. Answers a function that
     * ends it. Subscribe in the task that calls `connect`: an event that nobody hears counts as handed over.
     */
    subscribe: Subscribe;
    /**
     * `"state"`: after each change of state or code. `"incomplete"`: the page was away for longer than
     * the replay window, or the log was restored: events are or may be lost. Read the current state from its own source,
     * such as an HTTP API. It is told before the events that follow the gap. After a restore these begin with the
     * window: some may be events that the page had. Answers a function that ends the listener.
     */
    on: On;
    /**
     * Sends `{action, data}` to a route of your own, at most
     * once. Throws `NotConnectedError` while no connection is open and no room is in the queue, TypeError and RangeError
     * for what no route could get.
     */
    send: (action: string, data?: unknown) => void;
    /**
     * Acts as if the page was looked at: a client that waits, also a paused one, tries at once.
     */
    retry: () => void;
    /**
     * Call it after a sign-in, a sign-out or a change of user. From then on no event of
     * the user before is handed over, and the token function is asked anew.
     */
    userChanged: () => void;
    /**
     * Ends the connection for good: no listener, timer or socket is left.
     */
    close: () => void;
};
/**
 * What `connect` answers. Its state is read, not written.
 */
export type Connection = Readonly<ConnectionMembers>;
