"""The fake server in a browser: it needs nothing of Node's."""

from __future__ import annotations

from tests.support.chromium import chromium
from tests.support.folder_server import hosted
from tests.support.repository import REPO_ROOT

A_PAGE = """
const [done] = arguments;
async function run() {
  const { createFakeServer } = await import("/client/testing/index.js");
  const server = createFakeServer();
  const connection = server.connect({ url: server.url, token: async () => server.token("ada") });
  const seen = [];
  connection.subscribe(({ data }) => seen.push(data));
  await server.settled();
  const first = connection.state;
  server.drop("ada");
  server.push("ada", { type: "said", data: "missed" });
  await server.settled();
  const between = connection.state;
  await server.advance(3600);
  const last = connection.state;
  connection.close();
  await server.settled();
  return { states: [first, between, last], seen, left: server.counts() };
}
run().then(done, (error) => done(String(error)));
"""


def test_an_hour_passes_in_no_time() -> None:
    with hosted(REPO_ROOT, {}) as port, chromium() as browser:
        browser.get(f"http://127.0.0.1:{port}/client/package.json")
        found = browser.execute_async_script(A_PAGE)

    assert found == {
        "states": ["live", "reconnecting", "live"],
        "seen": ["missed"],
        "left": {"sockets": 0, "timers": 0, "listeners": 0},
    }
