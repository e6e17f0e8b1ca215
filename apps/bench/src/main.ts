import { READERS } from "./readers.ts";
import { syntheticReply } from "./synthetic-reply.ts";

const FRAMES = 3600;
const ROUNDS = 5;

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const reply = syntheticReply(FRAMES);
const megabytes = reply.length / 1e6;
const measured = new Map(
  READERS.map(({ name }) => [name, { totalMs: [] as number[], firstFrameMs: [] as number[] }]),
);

// One warm-up, then rounds in which all take turns: other load on the machine then hits all alike.
for (let round = 0; round <= ROUNDS; round++) {
  for (const reader of READERS) {
    globalThis.gc?.();
    const start = performance.now();
    const { frames, firstFrameMs } = await reader.read(reply);
    const totalMs = performance.now() - start;
    if (frames !== FRAMES) throw new Error(`${reader.name} saw ${frames} of ${FRAMES} frames`);
    if (round === 0) continue;
    measured.get(reader.name)?.totalMs.push(totalMs);
    measured.get(reader.name)?.firstFrameMs.push(firstFrameMs);
  }
}

const native = median([...measured.values()][0]?.totalMs ?? []);
console.log(
  `${FRAMES} frames of 100 classes, ${megabytes.toFixed(1)} MB, pieces of 64 KiB; Node ${process.versions.node}; median of ${ROUNDS} rounds.`,
);
console.table(
  [...measured].map(([name, { totalMs, firstFrameMs }]) => ({
    reader: name,
    "MB/s": Number((megabytes / (median(totalMs) / 1000)).toFixed(0)),
    "speed, JSON.parse = 1": Number((native / median(totalMs)).toFixed(2)),
    "first frame after ms": Number(median(firstFrameMs).toFixed(1)),
  })),
);
