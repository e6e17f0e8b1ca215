import { CONTESTANTS } from "../contestants/contestants.ts";
import { nativeAndFrameWire, nativeAndZod } from "../contestants/native.ts";
import { hivekit } from "../contestants/read-frames.ts";
import type { PayloadForm, PayloadLayout } from "../payload/payload-spec.ts";
import { NODE_24, RUNTIMES } from "../programs/runtimes.ts";
import type { BoundName, Figure } from "../report/bounds.ts";
import type { BenchCase } from "./bench-case.ts";
import type { Standing } from "./standings.ts";
import { measureThroughput } from "./throughput.ts";

const KIB = 1024;

/** 3.3, 20 and 200 MB of classification. */
const TURNS: Readonly<Record<number, { readonly warmUps: number; readonly rounds: number }>> = {
  600: { warmUps: 1, rounds: 9 },
  3600: { warmUps: 1, rounds: 5 },
  // Long enough to be warm for nearly all of it.
  36_000: { warmUps: 0, rounds: 1 },
};
const ONE_TURN = { warmUps: 1, rounds: 1 };

type Reading = readonly [form: PayloadForm, layout: PayloadLayout, frames: number, chunkKib: number];

/** Every form and layout, all sizes, both sizes of chunks; not each with each. */
const READINGS: readonly Reading[] = [
  ["v1", "compact", 600, 16],
  ["v1", "compact", 600, 64],
  ["v1", "compact", 3600, 16],
  ["v1", "compact", 3600, 64],
  ["v1", "compact", 36_000, 64],
  ["v2", "compact", 3600, 64],
  ["v3", "compact", 3600, 16],
  ["v3", "compact", 3600, 64],
  ["detection", "compact", 3600, 16],
  ["detection", "compact", 3600, 64],
  ["v1", "pretty", 3600, 64],
  ["v1", "spaced", 3600, 64],
];

/** All contestants on the pinned Node. */
export const throughputCases: readonly BenchCase[] = READINGS.map(([form, layout, frames, chunkKib]) => {
  const name = `${form}${layout === "compact" ? "" : `-${layout}`}-${frames}-${chunkKib}k`;
  return {
    group: "throughput",
    name,
    run: (context) =>
      measureThroughput(
        {
          name,
          runtime: NODE_24,
          spec: { form, layout, frames },
          chunkBytes: chunkKib * KIB,
          contestants: CONTESTANTS,
          ...(TURNS[frames] ?? ONE_TURN),
          figuresOf: (standings) => figuresOf(standings, { name, form, layout, frames }),
        },
        context,
      ),
  };
});

/** The same bytes in each runtime, without the peers. */
export const runtimeCases: readonly BenchCase[] = RUNTIMES.flatMap((runtime) =>
  (["v1", "detection"] as const).map((form): BenchCase => {
    const name = `${runtime.name}-${form}`.toLowerCase().replaceAll(" ", "");
    return {
      group: "runtimes",
      name,
      run: (context) =>
        measureThroughput(
          {
            name,
            runtime,
            spec: { form, layout: "compact", frames: 3600 },
            chunkBytes: 64 * KIB,
            contestants: CONTESTANTS.filter(({ kind }) => kind !== "peer"),
            ...(TURNS[3600] ?? ONE_TURN),
            figuresOf: (standings) =>
              nativeFigure(standings, { bound: form === "v1" ? "native20" : form, where: runtime.name }),
          },
          context,
        ),
    };
  }),
);

function nativeFigure(
  standings: ReadonlyMap<string, Standing>,
  { bound, where }: { readonly bound: BoundName; readonly where: string },
): readonly Figure[] {
  const ours = standings.get(hivekit.name);
  return ours === undefined ? [] : [{ bound, where, value: ours.besideNative }];
}

function figuresOf(
  standings: ReadonlyMap<string, Standing>,
  of: {
    readonly name: string;
    readonly form: PayloadForm;
    readonly layout: PayloadLayout;
    readonly frames: number;
  },
): readonly Figure[] {
  const { name: where, form, layout, frames } = of;
  const ours = standings.get(hivekit.name);
  if (ours === undefined || layout !== "compact" || frames < 3600) return [];
  if (frames > 3600) return nativeFigure(standings, { bound: "native200", where });
  if (form === "detection" || form === "v3") return nativeFigure(standings, { bound: form, where });
  if (form === "v2") return nativeFigure(standings, { bound: "native20", where });
  return [
    ...nativeFigure(standings, { bound: "native20", where }),
    { bound: "peer", where, value: ours.besideBestPeer ?? Number.NaN },
    ...[nativeAndFrameWire, nativeAndZod].map(({ name }): Figure => ({
      bound: "zod",
      where: `${where}, ${name}`,
      value: ours.beside[name] ?? Number.NaN,
    })),
    { bound: "firstFrame", where, value: ours.nativePerFirstFrame },
  ];
}
