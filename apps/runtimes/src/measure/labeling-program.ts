import { setTimeout as pause } from "node:timers/promises";
import { HiveClient } from "@hivekit/core";
import { longFetch } from "@hivekit/core/node";
import { listen } from "@hivekit/emulator/node";
import { describeError } from "./measurement.ts";

/** The program's argument, as JSON. */
export type LabelingTask = {
  readonly isOverSocket: boolean;
  /** How long the reviewer takes, in seconds. */
  readonly seconds: number;
};

/** The output of the program, as a line of JSON. */
export type LabelingFacts = {
  readonly durationMs: number;
  /** The labels that reached the client, or the error. */
  readonly outcome: string;
};

const { isOverSocket, seconds }: LabelingTask = JSON.parse(process.argv[2] ?? "{}");
const limitMs = (seconds + 60) * 1000;
const server = await listen();
const { emulator } = server;
const hive = new HiveClient({
  apiKey: "demo-labeling",
  timeoutMs: limitMs,
  retry: false,
  ...(isOverSocket
    ? { baseUrl: server.url, fetch: longFetch({ headersTimeoutMs: limitMs }) }
    : { fetch: emulator.fetch }),
});
const startMs = performance.now();
const result = hive.classify({ media: new Blob(["any"]), filename: "any.jpg" }).then(
  ({ labels }) => labels.join(", "),
  (error: unknown) => describeError(error),
);
const { id } = await emulator.tasks.nextQueued();
await pause(seconds * 1000);
// Answers as the console does when a reviewer clicks.
await fetch(`${server.url}/console/api/tasks/${encodeURIComponent(id)}/answer`, {
  method: "POST",
  body: JSON.stringify({ labels: ["yes"] }),
});
const outcome = await result;
const facts: LabelingFacts = { durationMs: performance.now() - startMs, outcome };
await server.close();
console.log(JSON.stringify(facts));
process.exit();
