import type { Reader } from "../readers/reader.ts";
import type { ThroughputFacts } from "../programs/throughput-program.ts";
import { median } from "../report/statistics.ts";

/** The result of a reader: medians over all processes. Within a process, values are medians or ratios of medians. */
export type Comparison = {
  readonly totalMs: number;
  readonly firstFrameMs: number;
  /** The speed; 1 is as fast as `JSON.parse(await text())`. */
  readonly vsNative: number;
  /** The same ratio, measured in CPU time. */
  readonly cpuVsNative: number;
  /** The speed compared to the fastest peer of the same process; `null` without peers. */
  readonly vsBestPeer: number | null;
  /** The total time of `JSON.parse` divided by the time to the first frame. */
  readonly nativePerFirstFrame: number;
  /** The speed compared to each reader, by the reader's name. */
  readonly vs: Readonly<Record<string, number>>;
};

/** Compares the readers. @returns the results by the reader's name */
export function compareReaders(
  readers: readonly Reader[],
  facts: readonly ThroughputFacts[],
): ReadonlyMap<string, Comparison> {
  const nativeName = readers.find(({ kind }) => kind === "native")?.name ?? "";
  const peers = readers.filter(({ kind }) => kind === "peer");
  const medianOver = (
    value: (getTotalMs: (name: string) => number, facts: ThroughputFacts) => number,
  ): number => median(facts.map((one) => value((name) => median(one.timings[name]?.totalMs ?? []), one)));
  return new Map(
    readers.map(({ name }) => {
      const firstFrameMs = (one: ThroughputFacts): number => median(one.timings[name]?.firstFrameMs ?? []);
      const comparison: Comparison = {
        totalMs: medianOver((getTotalMs) => getTotalMs(name)),
        firstFrameMs: median(facts.map(firstFrameMs)),
        vsNative: medianOver((getTotalMs) => getTotalMs(nativeName) / getTotalMs(name)),
        cpuVsNative: median(facts.map((one) => getCpuMs(one, nativeName) / getCpuMs(one, name))),
        vsBestPeer:
          peers.length === 0
            ? null
            : medianOver(
                (getTotalMs) => Math.min(...peers.map((peer) => getTotalMs(peer.name))) / getTotalMs(name),
              ),
        nativePerFirstFrame: medianOver((getTotalMs, one) => getTotalMs(nativeName) / firstFrameMs(one)),
        vs: Object.fromEntries(
          readers.map((other) => [
            other.name,
            medianOver((getTotalMs) => getTotalMs(other.name) / getTotalMs(name)),
          ]),
        ),
      };
      return [name, comparison];
    }),
  );
}

function getCpuMs({ timings }: ThroughputFacts, name: string): number {
  return median(timings[name]?.cpuMs ?? []);
}
