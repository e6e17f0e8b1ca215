import { OBSERVE_TIMEOUT_MS } from "./case-context.ts";
import { expectEqual } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const MIB = 1024 * 1024;
// Responds immediately and decodes nothing.
const labeling = { project: "demo-labeling", emulator: { labels: ["yes"] } };

/** Uploads that are too large for one chunk. */
export const UPLOAD_CASES: readonly ConformanceCase[] = [
  {
    name: "uploads a 32 MiB stream of unknown size",
    ...labeling,
    run: async ({ hive, observe }) => {
      const { labels } = await hive().classify({ media: createChunks(32 * 16) });
      expectEqual([labels, (await observe()).journal[0]?.sizeBytes], [["yes"], 32 * MIB]);
    },
  },
  {
    name: "uploads a 32 MiB Blob",
    ...labeling,
    run: async ({ hive, observe }) => {
      const { labels } = await hive().classify({ media: new Blob([new Uint8Array(32 * MIB)]) });
      expectEqual([labels, (await observe()).journal[0]?.sizeBytes], [["yes"], 32 * MIB]);
    },
  },
  {
    name: "sends the length of a large upload of known size",
    ...labeling,
    run: async ({ hive, observe }) => {
      await hive().classify({ media: new Uint8Array(9 * MIB) });
      const [exchange] = (await observe()).exchanges;
      expectEqual(exchange?.lengthBytes, exchange?.receivedBytes);
    },
  },
  {
    name: "sends a stream while it is being produced",
    ...labeling,
    run: async ({ hive, observeUntil }) => {
      const media = async function* (): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(MIB / 16);
        // A runtime that collects the stream first times out before this resolves.
        await observeUntil(({ exchanges }) => (exchanges[0]?.receivedBytes ?? 0) > 0, "the first chunk");
      };
      expectEqual((await hive({ timeoutMs: OBSERVE_TIMEOUT_MS - 500 }).classify({ media: media() })).labels, [
        "yes",
      ]);
    },
  },
];

async function* createChunks(count: number): AsyncGenerator<Uint8Array> {
  for (let turn = 0; turn < count; turn++) yield new Uint8Array(MIB / 16).fill(turn);
}
