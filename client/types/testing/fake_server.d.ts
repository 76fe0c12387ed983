/**
 * A fake server: it speaks `realtime.v1` as a stage does, in this process, without network and clock.
 *
 * @param {import("./options.js").FakeServerOptions} [options]
 * @returns {import("./interface.js").FakeServer}
 */
export function createFakeServer(options?: import("./options.js").FakeServerOptions): import("./interface.js").FakeServer;
