// A raw WebSocket of the fake server, as a client in another language would use it: frames out, frames in.

/** Opens one for `user`. `frames()` has what came since it was last asked. */
export async function rawSocket(server, user = "ada", { token = server.token(user), protocols = ["realtime.v1"], url = server.url } = {}) {
  const socket = new server.WebSocket(url, [...protocols, ...(token === null ? [] : [`bearer.${token}`])]);
  let came = [];
  socket.onmessage = ({ data }) => came.push(JSON.parse(data));
  const raw = {
    socket,
    closedWith: null,
    frames: () => {
      const frames = came;
      came = [];
      return frames;
    },
    /** Sends frames, or texts as they are, and answers what came back. */
    async ask(...frames) {
      for (const frame of frames) socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
      await server.settled();
      return raw.frames();
    },
  };
  socket.onclose = ({ code }) => {
    raw.closedWith = code;
  };
  await server.settled();
  return raw;
}
