import type { IncomingMessage } from "node:http";
import { generatePayload } from "../payload/generate-payload.ts";
import { withServer } from "./local-server.ts";

/** A server in this process that discards requests and sends a small reply, for clients in other processes. */
export type ReplyServer = {
  readonly baseUrl: string;
  /** Returns the size of the largest body so far. */
  readonly getLargestBodyBytes: () => number;
};

/** Runs an action while a server replies to every request with one frame of v1. */
export async function withReplyServer<Value>(
  action: (server: ReplyServer) => Promise<Value>,
): Promise<Value> {
  const reply = [...generatePayload({ form: "v1", layout: "compact", frames: 1 })].join("");
  let largestBodyBytes = 0;
  return withServer(
    (request, response) => {
      countBytes(request, (bytes) => {
        largestBodyBytes = Math.max(largestBodyBytes, bytes);
        response.setHeader("content-type", "application/json");
        response.end(reply);
      });
    },
    (baseUrl) => action({ baseUrl, getLargestBodyBytes: () => largestBodyBytes }),
  );
}

function countBytes(request: IncomingMessage, onEnd: (bytes: number) => void): void {
  let bytes = 0;
  request.on("data", (chunk: Uint8Array) => {
    bytes += chunk.length;
  });
  request.once("end", () => onEnd(bytes));
}
