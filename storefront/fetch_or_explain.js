// `fetch`, whose failure is a sentence for a customer and not a browser's "Failed to fetch".

/** There was no answer, so nobody knows what happened; it may pass when the network is back. */
export class Unreachable extends Error {}

export async function fetchOrExplain(url, options, sentence) {
  try {
    return await fetch(url, options);
  } catch {
    throw new Unreachable(sentence);
  }
}
