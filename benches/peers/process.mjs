// What do a server and all processes below it take of the machine?
//
// A server is the processes that were started for it and whatever they start, such as the
// processes that PostgreSQL has for its connections.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";

/** How many ticks of processor time a second has, as `/proc` tells it on Linux. */
const TICKS = 100;

const started = [];
process.on("exit", () => started.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/** Starts a program that writes what it says into a file. */
export function start(command, args, log, env = {}) {
  const output = openSync(log, "w");
  const stdio = ["ignore", output, output];
  const child = spawn(command, args, { stdio, env: { ...process.env, ...env } });
  closeSync(output);
  started.push(child);
  child.ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(`it ended with ${code ?? signal}; see ${log}`));
  });
  return child;
}

/** Ends a program, and waits until it is gone. */
export async function stop(child) {
  child.kill();
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await child.ended;
  clearTimeout(timer);
}

/** Waits until something is so; throws when the program has ended before, or after a minute. */
export async function until(child, isSo) {
  let ended = null;
  child.ended.then((reason) => (ended = reason));
  const end = Date.now() + 60_000;
  while (!(await isSo())) {
    if (ended !== null) throw new Error(ended);
    if (Date.now() > end) throw new Error("it does not answer for a minute");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Returns a port on which nobody listens. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Returns the processor time of a server in seconds, that of ended children included. */
export function cpuTime(children) {
  const times = family(children).map(({ fields }) => fields.slice(11, 15).map(Number));
  return times.flat().reduce((sum, ticks) => sum + ticks, 0) / TICKS;
}

/** Returns the processor time of everything on the machine in seconds, and what other machines
 * took from it. */
export function cpuTimeOfAll() {
  const [user, nice, system, , , , , steal] = read("/proc/stat").split(/\s+/).slice(1).map(Number);
  return (user + nice + system + steal) / TICKS;
}

/** Returns the resident memory of a server in bytes; what processes share counts once. */
export function memory(children) {
  const sizes = family(children).map(({ id }) => {
    const sizes = read(`/proc/${id}/smaps_rollup`) ?? "";
    return Number(/^Pss: +(\d+) kB/m.exec(sizes)?.[1] ?? 0) * 1024;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Returns the processes of a server, with the fields of `stat` behind the name. */
function family(children) {
  const ids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const all = ids.flatMap((id) => {
    const stat = read(`/proc/${id}/stat`);
    if (stat === null) return [];
    // The name stands in parentheses, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [{ id, parent: Number(fields[1]), fields }];
  });
  const roots = new Set(children.map((child) => child.pid));
  const found = all.filter(({ id }) => roots.has(id));
  for (const { id } of found) found.push(...all.filter(({ parent }) => parent === id));
  return found;
}

/** Returns the text of a file, and `null` when the process is gone. */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
