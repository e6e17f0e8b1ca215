// Runs the curl commands in documents against a new emulator, and prints each block with its output and its problems.
//   node packages/emulator/scripts/with-curl.mjs docs/v1-with-curl.md docs/v2-and-v3-with-curl.md
// Each block runs as one shell script. See apps/docs/src/curl-desk.ts.
import { readFile } from "node:fs/promises";
import { checkCurl } from "../../../apps/docs/src/check-curl.ts";
import { openCurlDesk } from "../../../apps/docs/src/curl-desk.ts";

const documents = process.argv.slice(2);
const desk = await openCurlDesk();
let count = 0;
let failures = 0;
for (const document of documents) {
  const checked = await checkCurl({ document, markdown: await readFile(document, "utf8") }, desk);
  count += checked.length;
  for (const { block, run, problems } of checked) {
    if (problems.length > 0) failures += 1;
    console.log(`\n$ ${block.text.trim()}\n${run.output}`);
    if (run.callback !== "") console.log(`posted to the callback URL: ${run.callback}`);
    for (const problem of problems) console.log(`✗ ${problem}`);
  }
}
await desk.close();
console.log(`\n${count} curl blocks, ${failures} with problems`);
process.exitCode = failures > 0 || count === 0 ? 1 : 0;
