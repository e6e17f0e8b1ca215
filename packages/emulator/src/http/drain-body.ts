import type { Exchange } from "./exchange.ts";
import { limitBody } from "./limited-body.ts";

/**
 * Reads a body to its end and drops it, so that a client which is still uploading gets the refusal instead of a broken connection.
 *
 * @throws HttpError 413 above the limit; UploadInterrupted when the body breaks off.
 */
export async function drainBody(
  { request, signal }: Pick<Exchange, "request" | "signal">,
  maxBytes: number,
): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  const contentType = request.headers.get("content-type") ?? "";
  const body = limitBody(request.body, { maxBytes, signal, contentType });
  const reader = body.stream.getReader();
  for (;;) {
    const { done } = await reader.read();
    if (done) return;
  }
}
