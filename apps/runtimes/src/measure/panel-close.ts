import { createServer } from "node:http";
import { HiveClient } from "@hivekit/core";
import { createPanel } from "@hivekit/core/panel";
import { definePolicy } from "@hivekit/core/policy";
import { V1_REPLY } from "./v1-reply.ts";

/** The times of many verdicts, each in milliseconds after the server has sent the frame that blocks. */
export type CloseTimes = {
  /** When the verdict was there. */
  readonly verdictMs: readonly number[];
  /** When the connection of the slowest other member was closed. */
  readonly closedMs: readonly number[];
};

/**
 * Judges an item with a project that blocks and two whose results never end, and measures when their connections close.
 */
export async function measureClosing(verdicts: number): Promise<CloseTimes> {
  const verdictMs: number[] = [];
  const closedMs: number[] = [];
  let blockedAtMs = 0;
  let open: (() => void)[] = [];
  let closings: Promise<number>[] = [];
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      response.writeHead(200, { "content-type": "application/json" });
      if (request.headers.authorization?.endsWith("blocking") === true) {
        open.push(() => {
          blockedAtMs = performance.now();
          response.end(V1_REPLY);
        });
      } else {
        response.write(V1_REPLY.slice(0, -20));
        open.push(() => {});
        closings.push(
          new Promise((resolve) => {
            response.once("close", () => resolve(performance.now() - blockedAtMs));
          }),
        );
      }
      // Blocks when all members are in flight.
      if (open.length === 3) for (const each of open.splice(0)) each();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const clientOf = (apiKey: string) => new HiveClient({ apiKey, baseUrl: `http://127.0.0.1:${port}` });
  const other = { client: clientOf("other"), policy: definePolicy({ block: { yes_nazi: 0.9 } }) };
  const policy = definePolicy({ block: { yes_smoking: 0.7 } });
  const panel = createPanel({
    members: { one: other, two: other, blocking: { client: clientOf("blocking"), policy } },
  });
  for (let index = 0; index < verdicts; index++) {
    open = [];
    closings = [];
    const { decision } = await panel.judge({ media: Buffer.from("GIF89a") });
    verdictMs.push(performance.now() - blockedAtMs);
    if (decision !== "block") throw new Error(`the decision is ${decision}`);
    closedMs.push(Math.max(...(await Promise.all(closings))));
  }
  server.closeAllConnections();
  server.close();
  return { verdictMs, closedMs };
}
