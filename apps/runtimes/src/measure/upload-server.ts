import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { describeError } from "./measurement.ts";
import { ReceivedForm } from "./received-form.ts";
import type { ReceivedFile } from "./received-form.ts";
import { V1_REPLY } from "./v1-reply.ts";

/** The line of JSON that the server prints after each upload. */
export type ReceivedUpload = {
  /** The headers with the length of the body. */
  readonly contentLength: string | null;
  readonly transferEncoding: string | null;
  /** `null` if the body was not a form with one file. */
  readonly file: ReceivedFile | null;
  readonly problem: string | null;
};

// A separate process, so that its memory and work are not attributed to the uploading runtime. Prints its port first.
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
    for await (const chunk of request) form.write(chunk);
    return { ...lengths, file: form.end(), problem: null };
  } catch (error) {
    return { ...lengths, file: null, problem: describeError(error) };
  }
}
