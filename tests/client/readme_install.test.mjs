// The commands in client/README.md put the package into a project of its own, which can import it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { block } from "../support/readme_blocks.mjs";

const CLIENT = fileURLToPath(new URL("../../client", import.meta.url));

test("the commands install the package, and a project imports it", () => {
  const [clone, ...commands] = block("Install", "console").trim().split("\n");
  const [, folder] = clone.match(/^git clone --depth 1 --branch v[\d.]+ https:\S+\/([\w-]+)\.git$/);
  const project = mkdtempSync(join(tmpdir(), "readme-"));
  try {
    mkdirSync(join(project, folder));
    symlinkSync(CLIENT, join(project, folder, "client")); // what the first command would get
    writeFileSync(join(project, "package.json"), '{"name": "a-page", "private": true, "type": "module"}');
    const run = (line) => execFileSync("sh", ["-ec", line], {
      cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, npm_config_offline: "true", npm_config_audit: "false", npm_config_fund: "false", npm_config_cache: join(project, ".npm") },
    });
    for (const line of commands) run(line);
    const said = run(`node -e 'import("realtime-notifier-client").then(({ connect }) => console.log(typeof connect))'`);
    assert.equal(said, "function\n");
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});
