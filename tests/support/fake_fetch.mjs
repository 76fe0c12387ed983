// A `fetch` for the storefront's tests.

import assert from "node:assert/strict";

export async function withFetch(fake, act) {
  const original = globalThis.fetch;
  globalThis.fetch = fake;
  try {
    return await act();
  } finally {
    globalThis.fetch = original;
  }
}

/** The error with which `act` fails. */
export const failure = (act) => act().then(() => assert.fail("it did not fail"), (error) => error);
