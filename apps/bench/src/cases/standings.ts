import type { Contestant } from "../contestants/contestant.ts";
import type { ThroughputFacts } from "../programs/throughput-program.ts";
import { median } from "../report/median.ts";

/** How one contestant did: medians over processes of what was a median, or a ratio of medians, within each. */
export type Standing = {
  readonly totalMs: number;
  readonly firstFrameMs: number;
  /** Speed; 1 is as fast as `JSON.parse(await text())`. */
  readonly besideNative: number;
  /** The same, by the time of processors. */
  readonly cpuBesideNative: number;
  /** Speed beside that of the fastest streaming peer of the same process; `null` where none took part. */
  readonly besideBestPeer: number | null;
  /** The whole time of native over the time to the first frame. */
  readonly nativePerFirstFrame: number;
  /** Speed beside each contestant, by name. */
  readonly beside: Readonly<Record<string, number>>;
};

/** Puts together what the processes found, by contestant. */
export function standingsOf(
  contestants: readonly Contestant[],
  facts: readonly ThroughputFacts[],
): ReadonlyMap<string, Standing> {
  const nativeName = contestants.find(({ kind }) => kind === "native")?.name ?? "";
  const peers = contestants.filter(({ kind }) => kind === "peer");
  const over = (value: (totalMsOf: (name: string) => number, facts: ThroughputFacts) => number): number =>
    median(facts.map((one) => value((name) => median(one.timings[name]?.totalMs ?? []), one)));
  return new Map(
    contestants.map(({ name }) => {
      const firstFrameMs = (one: ThroughputFacts): number => median(one.timings[name]?.firstFrameMs ?? []);
      const standing: Standing = {
        totalMs: over((totalMsOf) => totalMsOf(name)),
        firstFrameMs: median(facts.map(firstFrameMs)),
        besideNative: over((totalMsOf) => totalMsOf(nativeName) / totalMsOf(name)),
        cpuBesideNative: median(facts.map((one) => cpuMsOf(one, nativeName) / cpuMsOf(one, name))),
        besideBestPeer:
          peers.length === 0
            ? null
            : over((totalMsOf) => Math.min(...peers.map((peer) => totalMsOf(peer.name))) / totalMsOf(name)),
        nativePerFirstFrame: over((totalMsOf, one) => totalMsOf(nativeName) / firstFrameMs(one)),
        beside: Object.fromEntries(
          contestants.map((other) => [
            other.name,
            over((totalMsOf) => totalMsOf(other.name) / totalMsOf(name)),
          ]),
        ),
      };
      return [name, standing];
    }),
  );
}

function cpuMsOf({ timings }: ThroughputFacts, name: string): number {
  return median(timings[name]?.cpuMs ?? []);
}
