import { existsSync, readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname } from "node:path";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};
const COMPRESSED_SUFFIX = ".gz";

/**
 * Creates a middleware that serves the gzip copy of a file, which the build of the page writes. It is a third of the
 * size.
 */
export function serveCompressed(
  folder: string,
): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith(COMPRESSED_SUFFIX))
    : [];
  const known = new Set(names.map((name) => `/${name}`));
  return (request, response, next) => {
    const path = request.url === "/" ? "/index.html" : (request.url ?? "");
    const contentType = CONTENT_TYPES[extname(path)];
    if (contentType !== undefined && known.has(path + COMPRESSED_SUFFIX)) {
      response.setHeader("vary", "accept-encoding");
      if (/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
        request.url = path + COMPRESSED_SUFFIX;
        response.setHeader("content-type", contentType);
        response.setHeader("content-encoding", "gzip");
      }
    }
    next();
  };
}
