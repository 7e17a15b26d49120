/** Prints what a visitor downloads. Fails when the script is larger than it may be. */

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const SCRIPT = "procedure-assistant.js";
const LIMIT = 35_000;

const dist = new URL("../dist/", import.meta.url);
let tooLarge = false;
for (const name of readdirSync(dist).sort()) {
  const content = readFileSync(new URL(name, dist));
  const zipped = gzipSync(content, { level: 9 }).length;
  const limit = name === SCRIPT ? ` (at most ${LIMIT})` : "";
  console.log(`${name}: ${content.length} bytes, ${zipped} gzipped${limit}`);
  tooLarge ||= name === SCRIPT && zipped > LIMIT;
}
process.exitCode = tooLarge ? 1 : 0;
