// What is told to a run, and what is so when nothing is?
import { parseArgs } from "node:util";

const NUMBERS = {
  // The size of the story, and what decides everything in it.
  entities: 30_000,
  claims: 100_000,
  seed: 1,
  // How many connections ask a server at once.
  connections: 4,
  // How often each server is asked each question, for how many milliseconds, and for how many of
  // them before anything counts.
  rounds: 10,
  slice: 1500,
  warmup: 3000,
  // How often in all a server is asked again because others took much of the machine meanwhile.
  patience: 200,
};

// Where everything of the run is kept, and the programs that `run` has readied.
const PATHS = { work: ".", binary: "throughline", python: "python3" };

/** Returns the options of the command line; throws when one is unknown or no number. */
export function readOptions() {
  const names = Object.keys({ ...NUMBERS, ...PATHS });
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
  const { values } = parseArgs({ options });
  for (const name of Object.keys(NUMBERS).filter((name) => name in values)) {
    values[name] = number(name, values[name]);
  }
  return { ...NUMBERS, ...PATHS, ...values };
}

function number(name, text) {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number above 0, not ${text}`);
}
