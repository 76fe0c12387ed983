/** @param {FakeServerOptions} given */
export function checkOptions(given: FakeServerOptions): {
    url: string;
    maxConnectionsPerUser: number;
    windowSeconds: number;
    checkMinutes: number;
    eventsPerAnswer: number;
    idleSeconds: number;
    connectionSeconds: number;
    startMs: number;
    random: () => number;
};
export type FakeServerOptions = {
    /**
     * The address at which it answers; "wss://fake.example/live" when omitted.
     */
    url?: string | undefined;
    /**
     * A further connection closes the oldest one; 20 when omitted, 1 to 100.
     */
    maxConnectionsPerUser?: number | undefined;
    /**
     * How long a page can resume missed events; 24 when omitted.
     */
    replayWindowHours?: number | undefined;
    /**
     * Minutes without an event after which a page proves its subscription; 10 when omitted, 10 to 110.
     */
    subscriptionCheckMinutes?: number | undefined;
    /**
     * The most events that one answer to a resume has; 500 when omitted.
     */
    eventsPerAnswer?: number | undefined;
    /**
     * A connection without traffic is closed after it; 600 when omitted.
     */
    idleSeconds?: number | undefined;
    /**
     * The longest life of a connection; 7200 when omitted.
     */
    connectionSeconds?: number | undefined;
    /**
     * The time by the server's clock when it is made, in events and tokens; 2026-01-01T00:00:00Z when omitted.
     */
    startsAt?: string | number | Date | undefined;
    /**
     * In place of Math.random, for the back-off; always 0.5 when omitted.
     */
    random?: (() => number) | undefined;
};
