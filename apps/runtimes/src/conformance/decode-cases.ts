import { decodeTask, readFrames } from "@hivekit/core";
import { TaskSchema } from "@hivekit/core/schemas";
import { checkVideo, equal } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";

/** Replies that come from elsewhere. */
export const DECODE_CASES: readonly ConformanceCase[] = [
  {
    name: "decodes a reply that was kept",
    project,
    run: async ({ hive, media }) => {
      const { raw } = await hive().classify({ media: await media("colors.mp4") });
      checkVideo(decodeTask(JSON.parse(JSON.stringify(raw))));
    },
  },
  {
    name: "reads frames from a Response of the runtime's own",
    project,
    run: async ({ hive, media }) => {
      const { raw } = await hive().classify({ media: await media("colors.mp4") });
      const times: (number | null)[] = [];
      for await (const frame of readFrames(new Response(JSON.stringify(raw)))) times.push(frame.timeSeconds);
      equal(times.length, 10);
    },
  },
  {
    name: "reads frames from a stream of small pieces",
    project,
    run: async ({ hive, media }) => {
      const { raw } = await hive().classify({ media: await media("colors.mp4") });
      const bytes = new TextEncoder().encode(JSON.stringify(raw));
      let place = 0;
      const stream = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          if (place >= bytes.length) controller.close();
          else controller.enqueue(bytes.subarray(place, (place += 7)));
        },
      });
      const { results } = await readFrames(stream).summary();
      equal(results[0]?.frameCount, 10);
    },
  },
  {
    name: "checks a task by its schema",
    project,
    run: async ({ hive, media }) => {
      const task = await hive().classify({ media: await media("colors.mp4") });
      const good = await TaskSchema["~standard"].validate(task);
      const bad = await TaskSchema["~standard"].validate({ ...task, results: "none" });
      equal([good.issues, bad.issues?.[0]?.path], [undefined, ["results"]]);
    },
  },
];
