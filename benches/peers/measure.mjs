// How does Throughline compare with its peers on the same story, asked the same in one run?
//
// Starts every server, holds that all answer alike, asks them in rounds one after the other, and
// prints one table. Ends with an error when a server cannot be measured or answers otherwise.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { count, difference, pathFault } from "./answers.mjs";
import { ask } from "./load.mjs";
import * as mercurius from "./mercurius/peer.mjs";
import { readOptions } from "./options.mjs";
import * as postgraphile from "./postgraphile/peer.mjs";
import { memory, stop } from "./process.mjs";
import { QUESTIONS, choose, neighbors } from "./questions.mjs";
import * as raphtory from "./raphtory/peer.mjs";
import { open, ready } from "./servers.mjs";
import { readStory, writeStory } from "./story.mjs";
import { table } from "./table.mjs";
import * as throughline from "./throughline/peer.mjs";

const PEERS = [throughline, raphtory, postgraphile, mercurius];

// A server is asked again when others took more than this share of a processor meanwhile.
const OTHERS = 0.1;

const options = readOptions();
const folder = generated();
const written = join(options.work, "written");
const story = readStory(folder);
mkdirSync(written, { recursive: true });
writeStory(story, written);
const chosen = choose(story);
const neighborsOf = neighbors(story);

const servers = [];
for (const peer of PEERS) servers.push(await open(peer, { ...options, folder, written }));
const running = servers.filter(({ fault }) => !fault);

let { patience } = options;
const rows = [];
for (const [question, text] of Object.entries(QUESTIONS)) {
  const answer = await agreed(question);
  console.error(`${question}: all agree; measuring`);
  rows.push({ text: text(count(answer).toLocaleString("en")), results: await measured() });
}
for (const child of running.flatMap(({ children }) => children)) await stop(child);
report();

/** Returns the folder of the generated story, which is made once for each size. */
function generated() {
  const { work, binary, entities, claims, seed } = options;
  const folder = join(work, `story-${entities}-${claims}-${seed}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const sizes = ["--entities", entities, "--claims", claims, "--seed", seed, "--out", unfinished];
  const { status } = spawnSync(binary, ["generate", ...sizes.map(String)], { stdio: "inherit" });
  if (status !== 0) throw new Error("throughline generates no story");
  renameSync(unfinished, folder);
  return folder;
}

/** Returns the answer to a question, which is that of each server. */
async function agreed(question) {
  let expected;
  for (const server of running) {
    const answer = await ready(server, question, chosen);
    expected ??= answer;
    const fault =
      question === "path" ? pathFault(expected, answer, neighborsOf) : difference(expected, answer);
    if (fault === null) continue;
    throw new Error(`${server.name} answers "${question}" not as ${running[0].name} ${fault}`);
  }
  return expected;
}

/** Asks all servers in rounds, after a time in which nothing counts, and returns what each took. */
async function measured() {
  const results = new Map();
  for (const server of running) {
    await ask(server, { ...options, slice: options.warmup });
    results.set(server, { latencies: [], time: 0, cpu: 0, others: 0 });
  }
  for (let round = 0; round < options.rounds; round += 1) {
    for (const server of running) {
      const { latencies, time, cpu, others } = await undisturbed(server);
      const result = results.get(server);
      result.latencies = result.latencies.concat(latencies);
      result.time += time;
      result.cpu += cpu;
      result.others = Math.max(result.others, others);
      result.memory = memory(server.children);
    }
  }
  return results;
}

/** Asks a server while others let it, or until patience is at its end. */
async function undisturbed(server) {
  let best = await ask(server, options);
  for (; best.others > OTHERS && patience > 0; patience -= 1) {
    const result = await ask(server, options);
    if (result.others < best.others) best = result;
  }
  return best;
}

/** Prints the table, and ends with an error when a server is missing in it. */
function report() {
  const { entities, claims, seed, connections, rounds, slice, warmup } = options;
  const story = `${entities} entities and ${claims} claims, seed ${seed}`;
  const load = `${connections} connections, ${rounds} rounds of ${slice} ms after ${warmup} ms`;
  const text = `${story}; ${load}; Node.js ${process.version}\n\n${table(rows, servers)}`;
  writeFileSync(join(options.work, "table.md"), `${text}\n`);
  console.log(text);
  const missing = servers.filter(({ fault }) => fault);
  for (const { name, fault } of missing) console.log(`\nNOT MEASURED: ${name}, because ${fault}`);
  process.exit(missing.length > 0 ? 1 : 0);
}
