// Runs a script of steps, from standard input, on the fake server; prints for each step what came to each
// socket. tests/e2e/test_fake_server_is_like_a_stage.py runs the same steps on a stage.

import { text } from "node:stream/consumers";

import { createFakeServer } from "../../client/testing/index.js";

const USER = "carol";
const server = createFakeServer();
const sockets = {};
let came = {};
let epoch = ""; // of the last answer to a resume

function open(name, { protocols = ["realtime.v1"], token = server.token(USER), lifetimeSeconds } = {}) {
  const bearer = lifetimeSeconds === undefined ? token : server.token(USER, { lifetimeSeconds });
  const socket = new server.WebSocket(server.url, [...protocols, `bearer.${bearer}`]);
  const note = (what) => {
    came[name] = [...(came[name] ?? []), what];
  };
  socket.onopen = () => note({ opened: socket.protocol });
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.type === "realtime.resumed") ({ epoch } = frame);
    note(frame);
  };
  socket.onclose = ({ code }) => note({ closed: code });
  sockets[name] = socket;
}

function push(event) {
  try {
    came.push = [{ sequence: server.push(USER, event).sequence }];
  } catch {
    came.push = ["refused"];
  }
}

const VERBS = {
  open: ({ socket, ...how }) => open(socket, how),
  send: ({ socket, text: frame }) => sockets[socket].send(frame.replace("<epoch>", epoch)),
  push: ({ event }) => push(event),
  leave({ socket }) {
    sockets[socket].onclose = null;
    sockets[socket].close(1000);
  },
  wait: ({ seconds }) => server.advance(seconds),
  forget: () => server.forgetEvents(USER),
  restore({ lost, event }) {
    push(event);
    server.restoreLog(USER, { lost });
  },
  expire: ({ seconds }) => server.advance(seconds),
  disconnect: () => server.disconnect(USER),
};

const results = [];
for (const { verb, ...how } of JSON.parse(await text(process.stdin))) {
  came = {};
  await VERBS[verb](how);
  await server.settled();
  results.push(came);
}
console.log(JSON.stringify(results));
