// Runs the commands with curl of documents against an emulator of its own, and prints each block with what came back, and what is wrong with that.
//   node packages/emulator/scripts/with-curl.mjs docs/v1-with-curl.md docs/v2-and-v3-with-curl.md
// A block is run as one shell script. See apps/docs/src/curl-desk.ts.
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
console.log(`\n${count} blocks with curl, ${failures} with problems`);
process.exitCode = failures > 0 || count === 0 ? 1 : 0;
