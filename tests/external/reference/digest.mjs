// What is the digest of a paragraph? Written from the guide to the data alone, with Node's SHA-256.
import { createHash } from "node:crypto";

/** What Unicode calls `White_Space`; `\s` of JavaScript is another set. */
const WHITESPACE = "\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const RUN = new RegExp(`[${WHITESPACE}]+`, "gu");
const VISIBLE = new RegExp(`[^${WHITESPACE}]`, "u");

/** Returns the digests of the paragraphs of a text. */
export function digestsOf(text) {
  return text
    .replace(/^\ufeff/, "")
    .split("\n")
    .filter((line) => VISIBLE.test(line))
    .map(digestOf);
}

function digestOf(paragraph) {
  const normalized = paragraph.normalize("NFC").replace(RUN, " ").replace(/^ | $/g, "");
  return createHash("sha256").update(normalized).digest("hex");
}
