// Are the paragraphs of any text told apart alike?
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "smol-toml";
import { digestsOf } from "./digest.mjs";
import { setting } from "./server.mjs";

/** Every character that some program takes for whitespace, and letters that have two forms. */
const PIECES = [
  ..."\t\v\f\r \u0085\u00a0\u1680\u180e\u2000\u2001\u2007\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\u001c\u0000",
  ..."\n\n",
  ..."ab\u00e9\u0301\u0308\u212b\u1100\u1161\u{1d15e}\u{1f600}",
  ...`"'\u2018\u2019\u201c\u201d-\u2013\u2014\u00ad`,
];

function randomText(random) {
  const length = Math.floor(random() * 60);
  return Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)]).join("");
}

/** Returns numbers that look random and are the same every time. */
function seeded(seed) {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

test("every paragraph has the digest that the guide defines", () => {
  const binary = setting("THROUGHLINE_BINARY", "the path of the compiled server");
  const folder = mkdtempSync(join(tmpdir(), "throughline-"));
  try {
    const file = join(folder, "text.txt");
    const random = seeded(1);
    for (let n = 0; n < 200; n += 1) {
      const text = `${randomText(random)}a`;
      writeFileSync(file, text);
      const printed = parse(execFileSync(binary, ["digest", file], { encoding: "utf8" }));
      assert.deepEqual({ ...printed }, { file: "text.txt", paragraphs: digestsOf(text) }, JSON.stringify(text));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
