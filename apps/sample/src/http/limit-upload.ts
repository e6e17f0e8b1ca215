import type { Writable } from "node:stream";
import type { Request } from "express";
import type { DeskError } from "../../api/desk-api.ts";

/** The time that a client has to stop its upload after the response, in milliseconds. */
const GRACE_MS = 2000;
/** The maximum size of everything except the file: fields, headers of parts and boundaries, in bytes. */
const FORM_BYTES = 256 * 1024;

/**
 * Creates a handler that passes a form to its parser. If the form is much larger than its file may be, the handler
 * responds with 413 at once and closes the connection a little later. The parser itself would read the upload to its
 * end before it reports an error, and an upload may have no end.
 *
 * @param maxFileBytes - the maximum size of the file.
 */
export function limitUpload(maxFileBytes: number): (request: Request, parser: Writable) => void {
  return (request, parser) => {
    let sizeBytes = 0;
    const count = (chunk: Buffer): void => {
      sizeBytes += chunk.length;
      if (sizeBytes <= maxFileBytes + FORM_BYTES) return;
      request.off("data", count);
      request.unpipe(parser);
      request.resume();
      const { res: response } = request;
      const error: DeskError = { kind: "input", message: `A file must not exceed ${maxFileBytes} bytes.` };
      const body = Buffer.from(JSON.stringify(error));
      response
        ?.status(413)
        .set({ "content-type": "application/json", "content-length": String(body.length) });
      // The response is complete for the client, but not for Nest, which would reset the connection at once.
      response?.write(body);
      setTimeout(() => {
        response?.end();
        request.destroy();
      }, GRACE_MS).unref();
    };
    request.on("data", count);
    request.pipe(parser);
  };
}
