import type { IncomingMessage, ServerResponse } from "node:http";
import type { CallbackResponse } from "./callback-response.ts";

/** How long a sender may continue to send after its response, before the connection is closed, in milliseconds. */
const LINGER_MS = 2_000;
/** The `Retry-After` of a 503 response, in seconds. */
const RETRY_AFTER_SECONDS = 30;

/** Sends the response to a callback whose body may not have been read completely. */
export function sendCallbackResponse(
  callbackResponse: CallbackResponse,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): void {
  if (response.headersSent || response.destroyed) return;
  const { status } = callbackResponse;
  response.statusCode = status;
  if (status === 503) response.setHeader("Retry-After", String(RETRY_AFTER_SECONDS));
  const body =
    "reason" in callbackResponse
      ? JSON.stringify({ statusCode: status, message: callbackResponse.reason })
      : "";
  if (body !== "") response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.setHeader("Content-Length", String(Buffer.byteLength(body)));
  if (request.complete || request.readableEnded) {
    response.end(body);
    return;
  }
  // Closing the connection while the sender is still sending would discard the response. Therefore, the response is
  // written immediately, and the connection is closed when the sender has finished or after LINGER_MS.
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
