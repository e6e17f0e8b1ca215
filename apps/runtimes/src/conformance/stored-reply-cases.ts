import { decodeTask, readFrames } from "@hivekit/core";
import { TaskSchema } from "@hivekit/core/schemas";
import { expectVideo, expectEqual } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";

/** Responses that were stored before. */
export const STORED_REPLY_CASES: readonly ConformanceCase[] = [
  {
    name: "decodes a stored response",
    project,
    run: async ({ hive, media }) => {
      const { raw } = await hive().classify({ media: await media("colors.mp4") });
      expectVideo(decodeTask(JSON.parse(JSON.stringify(raw))));
    },
  },
  {
    name: "reads frames from the runtime's Response",
    project,
    run: async ({ hive, media }) => {
      const { raw } = await hive().classify({ media: await media("colors.mp4") });
      const times: (number | null)[] = [];
      for await (const frame of readFrames(new Response(JSON.stringify(raw)))) times.push(frame.timeSeconds);
      expectEqual(times.length, 10);
    },
  },
  {
    name: "reads frames from a stream of small chunks",
    project,
    run: async ({ hive, media }) => {
      const { raw } = await hive().classify({ media: await media("colors.mp4") });
      const bytes = new TextEncoder().encode(JSON.stringify(raw));
      let offset = 0;
      const stream = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          if (offset >= bytes.length) controller.close();
          else controller.enqueue(bytes.subarray(offset, (offset += 7)));
        },
      });
      const { results } = await readFrames(stream).summary();
      expectEqual(results[0]?.frameCount, 10);
    },
  },
  {
    name: "validates a task with its schema",
    project,
    run: async ({ hive, media }) => {
      const task = await hive().classify({ media: await media("colors.mp4") });
      const good = await TaskSchema["~standard"].validate(task);
      const bad = await TaskSchema["~standard"].validate({ ...task, results: "none" });
      expectEqual([good.issues, bad.issues?.[0]?.path], [undefined, ["results"]]);
    },
  },
];
