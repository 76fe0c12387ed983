// The one place where this page makes HTTP requests, so that whoever wants to can count them all.

let count = null;

/** Calls `onRequest(method, url)` before each request from now on. */
export function watchRequests(onRequest) {
  count = onRequest;
}

export function countedFetch(url, options) {
  count?.(options?.method ?? "GET", url);
  return fetch(url, options);
}
