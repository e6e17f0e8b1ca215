import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";

/** The line of JSON that the program prints when it is ready. */
export type BodiesServer = {
  /** The base URL of an emulator. */
  readonly url: string;
  /** The URL that responds with {@link BodiesMemory}. */
  readonly memoryUrl: string;
};

/** The resident memory of the program, in bytes. */
export type BodiesMemory = {
  /** After a garbage collection. */
  readonly settledBytes: number;
  readonly peakBytes: number;
};

// A separate process, so that its memory and its delays are not those of the client.
if (globalThis.gc === undefined) throw new Error("run this program with --expose-gc");
const collect = globalThis.gc;
// Kept tasks may hold up to 64 MiB, which is not the memory that is measured.
const { url } = await listen({ emulator: createEmulator({ keepTasks: 10 }) });
const control = createServer((_request, response) => {
  void measureMemory().then((memory) => response.end(JSON.stringify(memory)));
}).listen(0, "127.0.0.1", () => {
  const address = control.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const ready: BodiesServer = { url, memoryUrl: `http://127.0.0.1:${port}` };
  console.log(JSON.stringify(ready));
});
process.stdin.resume().once("end", () => process.exit());

async function measureMemory(): Promise<BodiesMemory> {
  // Finalizers release memory for the next round.
  for (let round = 0; round < 5; round += 1) {
    collect();
    await pause(100);
  }
  return { settledBytes: process.memoryUsage().rss, peakBytes: process.resourceUsage().maxRSS * 1024 };
}
