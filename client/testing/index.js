// A fake server for the tests of a page that uses this package: no network, no clock.
//
//   import { createFakeServer } from "realtime-notifier-client/testing";
//   const server = createFakeServer();
//   const connection = server.connect({ url: server.url, token: server.token("ada") });
//   await server.settled();
//   server.push("ada", { type: "order.finalized", data: { orderId: "ord-1" } });
//   await server.settled();

export { createFakeServer } from "./fake_server.js";

/**
 * @typedef {import("./interface.js").FakeServer} FakeServer
 * @typedef {import("./interface.js").Tab} Tab
 * @typedef {import("./interface.js").Counts} Counts
 * @typedef {import("./interface.js").OpenConnection} OpenConnection
 * @typedef {import("./options.js").FakeServerOptions} FakeServerOptions
 * @typedef {import("./events.js").PushedEvent} PushedEvent
 * @typedef {import("./events.js").PostedEvent} PostedEvent
 * @typedef {import("./tokens.js").TokenOptions} TokenOptions
 * @typedef {import("./frames.js").Message} Message
 * @typedef {import("./handshake.js").Handshake} Handshake
 */
