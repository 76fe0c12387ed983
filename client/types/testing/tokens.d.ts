/**
 * @typedef {object} Known
 * @property {string} user
 * @property {number} expiresAt  In Unix seconds.
 *
 * @typedef {{lifetimeSeconds?: number}} TokenOptions
 *   How long the token is good; 3600 when omitted. The stage takes it for another 30 s, as clocks differ.
 */
/** `nowSeconds` is the simulated time in Unix seconds. @param {() => number} nowSeconds */
export function createTokens(nowSeconds: () => number): {
    /** @param {string} user @param {TokenOptions} [options] */
    issue(user: string, options?: TokenOptions): string;
    /** @param {string} token @param {string} user @param {TokenOptions} [options] */
    accept(token: string, user: string, options?: TokenOptions): void;
    /** Every token of the user is over. @param {string} user */
    expire(user: string): void;
    /** Whose token it is; a text that says why not, otherwise. @param {string | null} token @returns {Known | string} */
    verify(token: string | null): Known | string;
};
/** How long after its end the stage still takes a token: clocks differ. */
export const CLOCK_SKEW_SECONDS: 30;
export type Known = {
    user: string;
    /**
     * In Unix seconds.
     */
    expiresAt: number;
};
/**
 * How long the token is good; 3600 when omitted. The stage takes it for another 30 s, as clocks differ.
 */
export type TokenOptions = {
    lifetimeSeconds?: number;
};
