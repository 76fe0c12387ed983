// What a browser takes for a WebSocket, and what its refusals mean.

import assert from "node:assert/strict";
import { test } from "node:test";

import { client, FIRST_BACKOFF_MS, quietly, tokenOf } from "../support/fake_browser.mjs";

/** A socket class whose constructor throws an error of that name, and how often it was called. */
function refusing(name) {
  const seen = { calls: 0 };
  seen.WebSocket = class {
    constructor() {
      seen.calls += 1;
      throw Object.assign(new Error("A text that differs between browsers."), { name });
    }
  };
  return seen;
}

const NO_ADDRESSES = ["", "shop.example.com/live", "//shop.example.com", "/live", "::"];

test("an address that a browser would take for a path on the page's own host is refused", async () => {
  for (const url of NO_ADDRESSES) {
    const { codes, sockets, pending } = await client({ open: false, url });
    assert.deepEqual([codes.at(-1), sockets.length, pending()], ["bad-address", 0, []], String(url));
  }
});

test("the constructor's refusals are told by their names, and no text is trusted", async () => {
  const codes = { SyntaxError: "bad-address", SecurityError: "blocked" };
  for (const [name, code] of Object.entries(codes)) {
    const seen = refusing(name);
    const logged = await quietly("error", async () => {
      const made = await client({ open: false, WebSocket: seen.WebSocket });
      assert.deepEqual([made.codes, made.pending()], [["connecting", code], []]);
    });
    assert.deepEqual([seen.calls, logged], [1, 1]);
  }
});

test("a refusal of another name may pass", async () => {
  const seen = refusing("TypeError");
  await quietly("error", async () => {
    const { codes, fire } = await client({ open: false, WebSocket: seen.WebSocket });
    assert.equal(codes.at(-1), "handshake-failed");
    await fire(FIRST_BACKOFF_MS);
  });
  assert.equal(seen.calls, 2);
});

test("a socket that is closed from its first moment was forbidden by the page's policy", async () => {
  const WebSocket = class {
    readyState = 3; // what Chromium makes; no close event follows
  };
  const { codes, pending } = await client({ open: false, WebSocket });
  assert.deepEqual([codes, pending()], [["connecting", "blocked"], []]);
});

test("a browser without WebSockets is told from one whose attempt failed", async () => {
  const { WebSocket } = globalThis; // newer versions of Node have one
  globalThis.WebSocket = undefined;
  try {
    const { codes, pending } = await client({ open: false, WebSocket: undefined });
    assert.deepEqual([codes, pending()], [["connecting", "no-websocket"], []]);
  } finally {
    globalThis.WebSocket = WebSocket;
  }
});

const NO_TOKENS = ["two words", "a=b", "a,b", "t\u00f6ken", "a\n", "(a)", {}, 7];

test("a token that no subprotocol can carry is asked for once more, then the client closes", async () => {
  for (const bad of NO_TOKENS) {
    const needs = [];
    const token = ({ fresh }) => {
      needs.push(fresh);
      return bad;
    };
    const { codes, sockets, pending } = await client({ open: false, token });
    assert.deepEqual([codes.at(-1), needs, sockets.length, pending()], ["bad-token", [false, true], 0, []]);
  }
});

test("a fresh token in place of a malformed one is used", async () => {
  const token = async ({ fresh }) => (fresh ? tokenOf("ada") : "two words");
  const { codes, sockets } = await client({ open: false, token });
  assert.deepEqual([codes, sockets[0].protocols[1]], [["connecting"], `bearer.${tokenOf("ada")}`]);
});

test("a malformed token that is a text closes the client at once", async () => {
  const { codes, sockets } = await client({ open: false, token: "two words" });
  assert.deepEqual([codes, sockets.length], [["connecting", "bad-token"], 0]);
});

test("every answer that is no token means that nobody is signed in", async () => {
  for (const none of [null, undefined, ""]) {
    for (const token of [() => none, async () => none]) {
      const { codes } = await client({ open: false, token });
      assert.deepEqual(codes, ["connecting", "signed-out"]);
    }
  }
});
