import core = require("@hivekit/core");
import { decide, RECOMMENDED_POLICY } from "@hivekit/core/policy";
import type { Task } from "@hivekit/core";

const hive = new core.HiveClient({ apiKey: "k" });
export const decision = hive
  .classify({ text: "hello" })
  .then((task: Task) => decide(task, RECOMMENDED_POLICY).decision);
// @ts-expect-error -- neither text nor media
export const wrong = hive.classify({});
