/**
 * What `push` was given, with defaults filled in.
 *
 * @param {unknown} given @param {{id: string, time: string}} defaults
 * @returns {Omit<StoredEvent, "sequence">}
 */
export function checkEvent(given: unknown, defaults: {
    id: string;
    time: string;
}): Omit<StoredEvent, "sequence">;
/** @param {Omit<StoredEvent, "sequence">} event @param {number} sequence @returns {StoredEvent} */
export function numbered({ data, ...event }: Omit<StoredEvent, "sequence">, sequence: number): StoredEvent;
/** API Gateway sends no larger message. */
export const MOST_POSTED_BYTES: number;
export function sequenceText(number: number): string;
export function identityOf({ source, id }: {
    source: string;
    id: string;
}): string;
export function contentOf({ type, subject, data }: {
    type: string;
    subject?: string;
    data: unknown;
}): string;
/**
 * What `push` takes.
 */
export type PushedEvent = {
    /**
     * Such as "order.finalized". Names that begin with "realtime." are the protocol's.
     */
    type: string;
    /**
     * What the event is about, such as an order's id.
     */
    subject?: string | undefined;
    /**
     * Any JSON value; null when omitted.
     */
    data?: unknown;
    /**
     * A new one when omitted. The same `source` and `id` again are the same event.
     */
    id?: string | undefined;
    /**
     * "fake-server" when omitted.
     */
    source?: string | undefined;
    /**
     * The simulated time when omitted.
     */
    time?: string | undefined;
};
/**
 * As pages get it.
 */
export type PostedEvent = import("../internal/interface.js").RealtimeEvent<any> & {
    epoch: string;
};
/**
 * The log's epoch is added where the event is posted.
 */
export type StoredEvent = Omit<PostedEvent, "epoch">;
