import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { problemOf } from "./measurement.ts";
import { ReceivedForm } from "./received-form.ts";
import type { ReceivedFile } from "./received-form.ts";
import { V1_REPLY } from "./v1-reply.ts";

/** What the server prints after each upload, as a line of JSON. */
export type ReceivedUpload = {
  /** The headers that tell the body's length. */
  readonly contentLength: string | null;
  readonly transferEncoding: string | null;
  /** `null` if the body was no form with one file. */
  readonly file: ReceivedFile | null;
  readonly problem: string | null;
};

// A process of its own, so that its memory and work are not taken for those of the uploading runtime. First prints its port.
const server = createServer((request, response) => {
  void receive(request).then((received) => {
    console.log(JSON.stringify(received));
    response.setHeader("content-type", "application/json");
    response.end(V1_REPLY);
  });
}).listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address !== null ? address.port : 0);
});
process.stdin.resume().once("end", () => process.exit());

async function receive(request: IncomingMessage): Promise<ReceivedUpload> {
  const lengths = {
    contentLength: request.headers["content-length"] ?? null,
    transferEncoding: request.headers["transfer-encoding"] ?? null,
  };
  try {
    const form = new ReceivedForm(request.headers["content-type"]);
    for await (const piece of request) form.write(piece);
    return { ...lengths, file: form.end(), problem: null };
  } catch (error) {
    return { ...lengths, file: null, problem: problemOf(error) };
  }
}
