// npm run fuzz-replies: mutates responses that a policy blocks, and checks that none of them is ever allowed.
// `-- --replies 1000000 --seed 7` for more, `-- --seed 7 --from 1234 --replies 1` to repeat a single one.

import { parseArgs } from "node:util";
import { checkMutation } from "./check-mutation.ts";

const { values } = parseArgs({
  options: {
    replies: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    from: { type: "string", default: "0" },
  },
});
const replies = Number(values.replies);
const seed = Number(values.seed);
const from = Number(values.from);
if (![replies, seed, from].every((count) => Number.isSafeInteger(count) && count >= 0)) {
  console.error("npm run fuzz-replies [-- [--replies N] [--seed N] [--from N]]");
  process.exit(2);
}

const MAX_FAILURES = 20;
const startMs = performance.now();
const counts = { block: 0, review: 0, unknown: 0, error: 0 };
let failures = 0;
for (let index = from; index < from + replies && failures < MAX_FAILURES; index++) {
  try {
    counts[await checkMutation(seed, index)]++;
  } catch (error) {
    failures++;
    console.log(`✗ seed ${seed}, ${error instanceof Error ? error.message : String(error)}`);
  }
}
const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
console.log(
  `seed ${seed}, ${replies} responses in ${seconds} s, ${failures} failures: ${JSON.stringify(counts)}`,
);
process.exitCode = failures > 0 ? 1 : 0;
