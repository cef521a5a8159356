// Which version of a package is installed?
import { readFileSync } from "node:fs";

/** Returns the version of a package that the lock file pins. */
export function versionOf(name) {
  const lock = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url), "utf8"));
  return lock.packages[`node_modules/${name}`].version;
}
