// Tells a developer of bad data. Once each: what is drawn again and again would fill the console.

const MOST = 200;

/** Answers `tell(text, id, value)`, which writes to the console unless it has told this of `id` before. */
export function createTeller(write = (...parts) => console.error(...parts)) {
  const told = new Set();
  return function tell(text, id, ...value) {
    const key = JSON.stringify([text, id]); // an id that is an object may have no text
    if (told.has(key) || told.size >= MOST) return;
    told.add(key);
    write(text, id, ...value);
  };
}
