import { expectVideo, expectEqual } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";
const POLL_INTERVAL_MS = 20;

/** Tasks that Hive processes in the background. */
export const TASK_CASES: readonly ConformanceCase[] = [
  {
    name: "waits for a task",
    project,
    run: async ({ hive, media }) => {
      const handle = await hive({ api: "v2" }).submit({ media: await media("colors.mp4") });
      expectVideo(await handle.wait());
    },
  },
  {
    name: "reads the frames of a task page by page",
    project,
    run: async ({ hive, media, observe }) => {
      const handle = await hive({ api: "v2" }).submit({ media: await media("long.gif") });
      const frames = handle.frames();
      let count = 0;
      for await (const frame of frames) expectEqual(frame.timeSeconds, count++);
      const { results } = await frames.summary();
      expectEqual([count, results[0]?.frameCount], [501, 501]);
      const polls = (await observe()).exchanges.filter(({ route }) => route.startsWith("GET"));
      expectEqual(polls.length >= 3, true);
    },
  },
  {
    name: "polls one page of a task",
    project,
    run: async ({ hive, media }) => {
      const client = hive({ api: "v2" });
      const { id } = await client.submit({ media: await media("colors.mp4") });
      const page = { frameLimit: 4, frameOffset: 8 };
      let poll = await client.task(id, page);
      while (poll.state !== "done") {
        await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
        poll = await client.task(id, page);
      }
      expectEqual(
        poll.task.results[0]?.frames.map(({ timeSeconds }) => timeSeconds),
        [8, 9],
      );
    },
  },
];
