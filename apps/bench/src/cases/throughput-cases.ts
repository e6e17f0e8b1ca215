import { READERS } from "../readers/readers.ts";
import { nativeAndFrameWire, nativeAndZod } from "../readers/buffered-readers.ts";
import { hivekit } from "../readers/streaming-readers.ts";
import type { PayloadForm, PayloadLayout } from "../payload/payload-spec.ts";
import { NODE_24, RUNTIMES } from "../programs/runtimes.ts";
import type { TargetName, Figure } from "../report/targets.ts";
import type { BenchCase } from "./bench-case.ts";
import type { Comparison } from "./compare-readers.ts";
import { measureThroughput } from "./measure-throughput.ts";

const KIB = 1024;

/** The repetitions for payloads of 3.3, 20 and 200 MB of classification. */
const REPETITIONS: Readonly<Record<number, { readonly warmUps: number; readonly rounds: number }>> = {
  600: { warmUps: 1, rounds: 9 },
  3600: { warmUps: 1, rounds: 5 },
  // Long enough that the warm-up hardly matters.
  36_000: { warmUps: 0, rounds: 1 },
};
const ONE_REPETITION = { warmUps: 1, rounds: 1 };

type Reading = readonly [form: PayloadForm, layout: PayloadLayout, frames: number, chunkKib: number];

/** Every form and layout, all sizes and both chunk sizes, but not all combinations. */
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

/** All readers in the workspace's Node. */
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
          readers: READERS,
          ...(REPETITIONS[frames] ?? ONE_REPETITION),
          selectFigures: (comparisons) => selectFigures(comparisons, { name, form, layout, frames }),
        },
        context,
      ),
  };
});

/** The same payloads in each runtime, without peers. */
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
            readers: READERS.filter(({ kind }) => kind !== "peer"),
            ...(REPETITIONS[3600] ?? ONE_REPETITION),
            selectFigures: (comparisons) =>
              createNativeFigure(comparisons, {
                target: form === "v1" ? "native20" : form,
                where: runtime.name,
              }),
          },
          context,
        ),
    };
  }),
);

function createNativeFigure(
  comparisons: ReadonlyMap<string, Comparison>,
  { target, where }: { readonly target: TargetName; readonly where: string },
): readonly Figure[] {
  const result = comparisons.get(hivekit.name);
  return result === undefined ? [] : [{ target, where, value: result.vsNative }];
}

function selectFigures(
  comparisons: ReadonlyMap<string, Comparison>,
  options: {
    readonly name: string;
    readonly form: PayloadForm;
    readonly layout: PayloadLayout;
    readonly frames: number;
  },
): readonly Figure[] {
  const { name: where, form, layout, frames } = options;
  const result = comparisons.get(hivekit.name);
  if (result === undefined || layout !== "compact" || frames < 3600) return [];
  if (frames > 3600) return createNativeFigure(comparisons, { target: "native200", where });
  if (form === "detection" || form === "v3") return createNativeFigure(comparisons, { target: form, where });
  if (form === "v2") return createNativeFigure(comparisons, { target: "native20", where });
  return [
    ...createNativeFigure(comparisons, { target: "native20", where }),
    { target: "peer", where, value: result.vsBestPeer ?? Number.NaN },
    ...[nativeAndFrameWire, nativeAndZod].map(({ name }): Figure => ({
      target: "zod",
      where: `${where}, ${name}`,
      value: result.vs[name] ?? Number.NaN,
    })),
    { target: "firstFrame", where, value: result.nativePerFirstFrame },
  ];
}
