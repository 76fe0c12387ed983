/**
 * @param {{
 *   url: string, mood: Mood, tokens: ReturnType<typeof import("./tokens.js").createTokens>, now: () => number,
 * }} options
 */
export function createHandshakes({ url, mood, tokens, now }: {
    url: string;
    mood: Mood;
    tokens: ReturnType<typeof import("./tokens.js").createTokens>;
    now: () => number;
}): {
    handshakes: Handshake[];
    /** The token of a client that is let in; null otherwise. @param {string} place @param {string[]} offered */
    admitted(place: string, offered: string[]): import("./tokens.js").Known | null;
};
export function placeOf(url: string): string;
/**
 * One try to connect, as the server saw it.
 */
export type Handshake = {
    /**
     * By the server's clock, in Unix milliseconds.
     */
    at: number;
    user: string | null;
    /**
     * The HTTP status: 101 for a connection; 0 where nothing answered.
     */
    status: number;
    /**
     * Why it was refused; "" for a connection.
     */
    reason: string;
};
export type Mood = {
    isOffline: boolean;
    isRefusing: boolean;
};
