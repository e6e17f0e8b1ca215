import { PATIENCE_MS } from "./case-context.ts";
import { equal } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const MIB = 1024 * 1024;
// Answers at once, and decodes nothing.
const labeling = { project: "demo-labeling", emulator: { labels: ["yes"] } };

/** What is too large to be sent in one piece. */
export const UPLOAD_CASES: readonly ConformanceCase[] = [
  {
    name: "uploads 32 MiB of unknown size",
    ...labeling,
    run: async ({ hive, seen }) => {
      const { labels } = await hive().classify({ media: pieces(32 * 16) });
      equal([labels, (await seen()).journal[0]?.sizeBytes], [["yes"], 32 * MIB]);
    },
  },
  {
    name: "uploads a Blob of 32 MiB",
    ...labeling,
    run: async ({ hive, seen }) => {
      const { labels } = await hive().classify({ media: new Blob([new Uint8Array(32 * MIB)]) });
      equal([labels, (await seen()).journal[0]?.sizeBytes], [["yes"], 32 * MIB]);
    },
  },
  {
    name: "announces the length of a large upload of known size",
    ...labeling,
    run: async ({ hive, seen }) => {
      await hive().classify({ media: new Uint8Array(9 * MIB) });
      const [exchange] = (await seen()).exchanges;
      equal(exchange?.lengthBytes, exchange?.receivedBytes);
    },
  },
  {
    name: "sends a stream while it is still being made",
    ...labeling,
    run: async ({ hive, seenOnce }) => {
      const media = async function* (): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(MIB / 16);
        // Where the stream is collected first, the call is over before this is.
        await seenOnce(({ exchanges }) => (exchanges[0]?.receivedBytes ?? 0) > 0, "the first piece");
      };
      equal((await hive({ timeoutMs: PATIENCE_MS - 500 }).classify({ media: media() })).labels, ["yes"]);
    },
  },
];

async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  for (let turn = 0; turn < count; turn++) yield new Uint8Array(MIB / 16).fill(turn);
}
