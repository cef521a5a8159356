// Puts a Brotli and a gzip copy beside every built file that gets smaller by it, so that the server never compresses while it answers.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const DIST = fileURLToPath(new URL("dist/", import.meta.url));
// Below this many bytes the copy saves less than the headers around it.
const SMALLEST = 1024;

for (const name of readdirSync(DIST, { recursive: true })) {
  const path = join(DIST, name);
  if (!statSync(path).isFile() || path.endsWith(".br") || path.endsWith(".gz")) {
    continue;
  }
  const plain = readFileSync(path);
  if (plain.length < SMALLEST) {
    continue;
  }
  const brotli = brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 10,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
}
