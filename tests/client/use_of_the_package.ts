// What TypeScript must take of the package, and what it must find. test_package.py compiles this in a project that
// has the package and nothing else. An expected error that does not come is an error, too.

import {
  backoffMs, claimsOf, connect, NotConnectedError, subjectOf,
  type Connection, type ConnectionCode, type ConnectionState, type ConnectOptions, type Gap, type RealtimeEvent, type StateChange,
} from "realtime-notifier-client";
import { createFakeServer } from "realtime-notifier-client/testing";

interface Outcome { orderId: string; status: "FINALIZED" | "REFUNDED" }

const life = new AbortController();
const defaults: Partial<ConnectOptions> = { pingEverySeconds: 20 };
const connection: Connection = connect({
  url: "wss://host/live",
  token: async ({ fresh }) => (fresh ? null : "a.b.c"),
  signal: life.signal,
  WebSocket,
  ...defaults,
  sendQueueLength: 10,
});
connect({ url: "wss://host/live", token: "a.b.c", environment: { now: () => 0, page: {}, storages: [localStorage, undefined] } });

const end: () => void = connection.subscribe<Outcome>("order.finalized", (event) => {
  const { orderId, status }: Outcome = event.data;
  const more: [string, string | undefined, "1.0"] = [event.sequence, event.subject, event.specversion];
  console.log(orderId, status, more);
  // @ts-expect-error: the data has no such field
  console.log(event.data.orderid);
});
connection.subscribe((event: RealtimeEvent<Outcome>) => console.log(event.data.status), { signal: life.signal });
connection.subscribe(async (event) => {
  const data: unknown = event.data;
  console.log(data);
  // @ts-expect-error: nobody has said what the data is
  console.log(event.data.orderId);
});
connection.on("state", ({ state, code, reason, previous }: StateChange) => {
  const both: [ConnectionState, ConnectionState] = [state, previous];
  console.log(both, code, reason);
  // @ts-expect-error: no such state
  if (state === "open") end();
  const known: ConnectionCode[] = [code, "token-renewed", connection.code];
  // @ts-expect-error: no such code
  if (code === "conection-lost") console.log(known);
});
connection.on("incomplete", ({ after, through }: Gap) => console.log(after?.length, through.length));
connection.send("seen", { orderId: "o" });
connection.send("typing");
connection.retry();
connection.userChanged();
connection.close();
try {
  connection.send("seen");
} catch (error) {
  if (error instanceof NotConnectedError) console.log(error.state, error.code, error.message);
}
const numbers: number = backoffMs(0) + backoffMs(1, Math.random, 1000);
const user: string | null = subjectOf("a.b.c");
console.log(numbers, user, claimsOf("a.b.c")?.exp, createFakeServer);

// @ts-expect-error: no url
connect({ token: "a.b.c" });
// @ts-expect-error: a token is a text, or a function
connect({ url: "wss://host/live", token: 7 });
// @ts-expect-error: a token function answers a text or null
connect({ url: "wss://host/live", token: () => 7 });
// @ts-expect-error: the option of an earlier version
connect({ url: "wss://host/live", token: "a.b.c", onEvent: () => {} });
// @ts-expect-error: no such kind
connection.on("message", () => {});
// @ts-expect-error: no listener
connection.subscribe("order.finalized");
// @ts-expect-error: an action is a text
connection.send(7);
// @ts-expect-error: the state is read, not written
connection.state = "live";
