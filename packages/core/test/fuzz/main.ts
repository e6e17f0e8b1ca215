// npm run fuzz: checks the frame reader against oracles, with random documents.
// `-- --documents 1000000 --seed 7` for more, `-- --seed 7 --from 1234 --documents 1` to repeat a single one.
//
// Planted bugs, each found within the first 6 000 documents of seed 1:
//
//   a backslash in a string of a frame is ignored
//   text kept from earlier chunks is lost at a boundary
//   no comma is required between frames
//   a comma after the last frame is accepted
//   a repeated key with frames below is accepted
//   after a right guess, the previous string or nesting continues
//   the text after a guessed boundary is lost at the end, or waits for the next chunk
//   the comma at a guessed boundary is kept

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { slowWays } from "./linear-time.ts";
import type { Report } from "./run-range.ts";
import { runWorkers } from "./run-workers.ts";

const { values } = parseArgs({
  options: {
    documents: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    from: { type: "string", default: "0" },
    workers: { type: "string", default: String(Math.min(4, availableParallelism())) },
  },
});
const documents = Number(values.documents);
const seed = Number(values.seed);
const first = Number(values.from);
const workers = Math.min(Number(values.workers), documents);
if (
  ![documents, workers].every((count) => Number.isSafeInteger(count) && count > 0) ||
  !(seed >= 0) ||
  !(first >= 0)
) {
  console.error("npm run fuzz [-- [--documents N] [--seed N] [--from N] [--workers N]]");
  process.exit(2);
}

console.log(`${documents} documents from number ${first} on, seed ${seed}, ${workers} threads`);
const startMs = performance.now();
const report = await runWorkers(
  { seed, first, end: first + documents, step: workers },
  {
    workers,
    onProgress: (done) => {
      if (process.stdout.isTTY) process.stdout.write(`… ${Math.floor((done / documents) * 100)} %\r`);
    },
  },
);
printReport(report);
const slow = slowWays();
for (const way of slow) console.log(`✗ time grows faster than the length: ${way}`);
process.exitCode = report.failures.length + slow.length > 0 || report.documents < documents ? 1 : 0;

function printReport({ documents: checked, guesses, failures }: Report): void {
  for (const { first: failure, count } of failures) {
    console.log(
      `✗ ${failure.kind}, ${count} times; the first: --seed ${seed} --from ${failure.index} --documents 1`,
    );
    console.log(`  ${failure.description.replaceAll("\n", "\n  ")}`);
  }
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
  const { guesses: guessed, misses, exactFrames, lateFrames } = guesses;
  console.log(
    `${checked} documents in ${seconds} s, ${failures.reduce((sum, { count }) => sum + count, 0)} failures`,
  );
  console.log(
    `${guessed} guesses, ${misses} of them wrong; ${exactFrames} frames scanned; ${lateFrames} frames were delivered one chunk late`,
  );
}
