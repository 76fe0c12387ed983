// The ids of a user's last orders, newest first, so that a reload or the next sign-in can ask for them.

import { pageStorage } from "./page_storage.js";

const REMEMBERED = 20;

export function orderMemory(user, storage = pageStorage) {
  const name = `orders.${user}`;

  function read() {
    const stored = storage.read(name);
    return Array.isArray(stored) ? stored.filter((one) => typeof one === "string") : [];
  }

  return {
    read,
    add: (orderId) =>
      storage.write(name, [orderId, ...read().filter((one) => one !== orderId)].slice(0, REMEMBERED)),
  };
}
