// What our packages weigh in a user's bundle: by named import, minified and compressed, everything included.

import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ROOT } from "./workspace.mjs";

const KIB = 1024;

/** `maxKib`: what breaks the check. `aimKib`: what we would like. */
const BUDGETS = [
  { name: "HiveClient", from: "core/dist/index.js", maxKib: 26, aimKib: 22 },
  { name: "decodeTask", from: "core/dist/index.js", maxKib: 12, aimKib: 9 },
  { name: "decide", from: "core/dist/policy.js", maxKib: 13, aimKib: 12 },
];

let isOver = false;
for (const { name, from, maxKib, aimKib } of BUDGETS) {
  const kib = (await weigh(name, from)) / KIB;
  const verdict = kib > maxKib ? "over its budget of" : kib > aimKib ? "within" : "within the aim of";
  console.log(`  ${name} ${kib.toFixed(2)} KiB, ${verdict} ${kib > aimKib ? maxKib : aimKib} KiB`);
  isOver ||= kib > maxKib;
}
if (isOver) process.exitCode = 1;

/** Bytes of a bundle for browsers that uses one export, after gzip. */
async function weigh(name, from) {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { ${name} } from "./${from}"; globalThis.used = ${name};`,
      resolveDir: join(ROOT, "packages"),
    },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}
