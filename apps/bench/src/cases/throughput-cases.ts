import { READERS } from "../readers/readers.ts";
import { nativeAndFrameWire, nativeAndZod } from "../readers/buffered-readers.ts";
import { hivekit } from "../readers/streaming-readers.ts";
import type { PayloadForm, PayloadLayout, PayloadSpec } from "../payload/payload-spec.ts";
import { NODE_24, RUNTIMES } from "../programs/runtimes.ts";
import type { Runtime } from "../programs/runtimes.ts";
import type { TargetName, Figure } from "../report/targets.ts";
import type { BenchCase } from "./bench-case.ts";
import type { Comparison } from "./compare-readers.ts";
import { measureThroughput } from "./measure-throughput.ts";
import type { Throughput } from "./measure-throughput.ts";

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
export const throughputCases: readonly BenchCase[] = READINGS.map((reading) =>
  createReadingCase(reading, { readers: READERS, ...(REPETITIONS[reading[2]] ?? ONE_REPETITION) }),
);

/** Creates a case for a payload in the workspace's Node. */
export function createReadingCase(
  [form, layout, frames, chunkKib]: Reading,
  options: Pick<Throughput, "readers" | "warmUps" | "rounds">,
): BenchCase {
  const name = `${form}${layout === "compact" ? "" : `-${layout}`}-${frames}-${chunkKib}k`;
  const reading = {
    ...options,
    name,
    runtime: NODE_24,
    spec: { form, layout, frames },
    chunkBytes: chunkKib * KIB,
    selectFigures: (comparisons: ReadonlyMap<string, Comparison>) =>
      selectFigures(comparisons, { name, form, layout, frames, chunkKib }),
  };
  return { group: "throughput", name, run: (context) => measureThroughput(reading, context) };
}

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
                target: selectRuntimeTarget(form, runtime),
                where: runtime.name,
              }),
          },
          context,
        ),
    };
  }),
);

function selectRuntimeTarget(form: "v1" | "detection", runtime: Runtime): TargetName {
  if (form === "detection") return form;
  return runtime.name === "Bun" ? "bun" : "native20";
}

function createNativeFigure(
  comparisons: ReadonlyMap<string, Comparison>,
  { target, where }: { readonly target: TargetName; readonly where: string },
): readonly Figure[] {
  const result = comparisons.get(hivekit.name);
  return result === undefined ? [] : [{ target, where, value: result.vsNative }];
}

function selectFigures(
  comparisons: ReadonlyMap<string, Comparison>,
  options: PayloadSpec & { readonly name: string; readonly chunkKib: number },
): readonly Figure[] {
  const { name: where, form, layout, frames, chunkKib } = options;
  const result = comparisons.get(hivekit.name);
  if (result === undefined || layout !== "compact" || frames < 3600) return [];
  if (frames > 3600) return createNativeFigure(comparisons, { target: "native200", where });
  if (form === "detection" || form === "v3") return createNativeFigure(comparisons, { target: form, where });
  if (form === "v2") return createNativeFigure(comparisons, { target: "native20", where });
  const isSmall = chunkKib < 64;
  return [
    ...createNativeFigure(comparisons, { target: isSmall ? "smallChunks" : "native20", where }),
    ...(result.vsBestPeer === null ? [] : [{ target: "peer", where, value: result.vsBestPeer } as const]),
    ...[nativeAndFrameWire, nativeAndZod].flatMap(({ name }): readonly Figure[] => {
      const value = result.vs[name];
      return value === undefined ? [] : [{ target: "zod", where: `${where}, ${name}`, value }];
    }),
    { target: isSmall ? "firstFrameSmall" : "firstFrame", where, value: result.nativePerFirstFrame },
  ];
}
