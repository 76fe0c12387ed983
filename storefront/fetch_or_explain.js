// `fetch` that fails with a sentence for a customer in place of the browser's "Failed to fetch".

/** There was no answer: whether the request took effect is unknown. A later try may succeed. */
export class Unreachable extends Error {}

export async function fetchOrExplain(url, options, sentence) {
  try {
    return await fetch(url, options);
  } catch {
    throw new Unreachable(sentence);
  }
}
