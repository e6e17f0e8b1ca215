import { HiveClient } from "@hivekit/core";
import type { Frame } from "@hivekit/core";
import { createBudget, withBudget } from "@hivekit/core/guard";
import type { Observable } from "rxjs";
import { expectTypeOf, it } from "vitest";
import { framesOf, framesOfTask, mapFrames, tasksOf } from "./index.ts";
import type { TaskOutcome } from "./index.ts";

it("takes a client with a budget in place of a client", () => {
  const budget = createBudget({ limitUsd: 1, per: "day" });
  const hive = withBudget(new HiveClient({ apiKey: "any" }), { budget });
  expectTypeOf(framesOf(hive, { text: "a" })).toEqualTypeOf<Observable<Frame>>();
  expectTypeOf(framesOfTask(hive, "id")).toEqualTypeOf<Observable<Frame>>();
  expectTypeOf(mapFrames(hive, { text: "a" }, ({ index }) => [index])).toEqualTypeOf<Observable<number>>();
  expectTypeOf(tasksOf(hive, [{ text: "a" }])).toExtend<Observable<TaskOutcome>>();
});
