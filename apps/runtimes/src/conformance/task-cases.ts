import { checkVideo, equal } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";

/** Tasks that Hive works on by itself. */
export const TASK_CASES: readonly ConformanceCase[] = [
  {
    name: "waits for a task",
    project,
    run: async ({ hive, media }) => {
      const handle = await hive({ api: "v2" }).submit({ media: await media("colors.mp4") });
      checkVideo(await handle.wait());
    },
  },
  {
    name: "reads the frames of a task page by page",
    project,
    run: async ({ hive, media, seen }) => {
      const handle = await hive({ api: "v2" }).submit({ media: await media("long.gif") });
      const frames = handle.frames();
      let count = 0;
      for await (const frame of frames) equal(frame.timeSeconds, count++);
      const { results } = await frames.summary();
      equal([count, results[0]?.frameCount], [501, 501]);
      const looks = (await seen()).exchanges.filter(({ route }) => route.startsWith("GET"));
      equal(looks.length >= 3, true);
    },
  },
  {
    name: "looks at a page of a task",
    project,
    run: async ({ hive, media }) => {
      const client = hive({ api: "v2" });
      const { id } = await client.submit({ media: await media("colors.mp4") });
      await client.wait(id);
      const look = await client.task(id, { frameLimit: 4, frameOffset: 8 });
      equal(
        look.state === "done" && look.task.results[0]?.frames.map(({ timeSeconds }) => timeSeconds),
        [8, 9],
      );
    },
  },
];
