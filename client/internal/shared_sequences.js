// Which last sequences the connections of this page use: two that share one in the browser's storages may each miss
// what the other was given.

const WARNING = "realtime: two connections of this page have the same url and user. They share the last sequence in"
  + " the browser's storage, so each may miss events. Make one connection, and subscribe to it as often as you like.";

/** How many connections use each. @type {Map<string, number>} */
const users = new Map();
/** @type {Set<string>} */
const warned = new Set();

/** A connection uses the last sequence of that name. Answers a function that ends this. @param {string} name */
export function useSequence(name) {
  const before = users.get(name) ?? 0;
  users.set(name, before + 1);
  if (before > 0 && !warned.has(name)) {
    warned.add(name);
    console.warn(WARNING);
  }
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    const left = (users.get(name) ?? 1) - 1;
    if (left > 0) users.set(name, left);
    else users.delete(name);
  };
}
