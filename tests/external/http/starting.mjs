// How does a test start a server of its own?
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MINIMAL = new URL("../../minimal/", import.meta.url).pathname;

/** Starts a server with some options of `serve`; it tells its address without the protocol. */
export async function startServer(...options) {
  const binary = process.env.THROUGHLINE_BINARY;
  assert.ok(binary, "Set THROUGHLINE_BINARY to the path of the server.");
  const server = spawn(binary, ["serve", "--listen", "127.0.0.1:0", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise((resolve, reject) => {
    let told = "";
    server.stdout.on("data", (data) => {
      told += data;
      const found = /GraphQL +http:\/\/(\S+)/.exec(told);
      if (found) resolve(found[1]);
    });
    server.on("exit", () => reject(new Error(`the server does not start: ${told}`)));
  });

  function stop() {
    server.removeAllListeners("exit");
    server.kill();
  }

  return { address, stop };
}

/** Starts a server over a copy of the minimal story, which a test may change. */
export async function startChangingServer() {
  const folder = await mkdtemp(join(tmpdir(), "throughline-"));
  await cp(MINIMAL, folder, { recursive: true });
  const server = await startServer("--data", folder);

  /** Adds a name to the file of a person. */
  async function change() {
    const file = join(folder, "people", "alec-baldwin.toml");
    const claim = `\n[[alias]]\nvalue = "Alias ${Date.now()}"\ncite = "doc-002#5"\n`;
    await writeFile(file, (await readFile(file, "utf8")) + claim);
  }

  async function stop() {
    server.stop();
    await rm(folder, { recursive: true });
  }

  return { address: server.address, change, stop };
}
