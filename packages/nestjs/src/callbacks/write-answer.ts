import type { IncomingMessage, ServerResponse } from "node:http";
import type { CallbackAnswer } from "./callback-answer.ts";

/** How long a sender that is refused may go on sending before its connection is closed, in milliseconds. */
const LINGER_MS = 2_000;
/** What a sender is asked to wait where the process cannot take the callback now, in seconds. */
const RETRY_AFTER_SECONDS = 30;

/** Answers a callback whose body may not have been read to its end. */
export function writeAnswer(
  answer: CallbackAnswer,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = answer.status;
  if (answer.status === 503) response.setHeader("Retry-After", String(RETRY_AFTER_SECONDS));
  const body =
    "reason" in answer ? JSON.stringify({ statusCode: answer.status, message: answer.reason }) : "";
  if (body !== "") response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.setHeader("Content-Length", String(Buffer.byteLength(body)));
  if (request.complete || request.readableEnded) {
    response.end(body);
    return;
  }
  // Closed while the sender sends, a connection takes the answer with it. So the answer goes out at once, and its end waits for
  // the sender's, but not for long.
  response.setHeader("Connection", "close");
  response.write(body);
  const end = (): void => {
    clearTimeout(timer);
    response.end(() => request.destroy());
  };
  const timer = setTimeout(end, LINGER_MS);
  timer.unref();
  request.once("end", end).once("error", end).once("close", end);
  request.resume();
}
