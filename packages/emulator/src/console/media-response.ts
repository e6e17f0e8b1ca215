/** The media types that browsers display as an image or a video and never execute. */
const DISPLAYED = /^(?:image\/(?:jpeg|png|gif|webp)|video\/(?:mp4|webm|quicktime|x-matroska))$/;

/**
 * Serves the media of a waiting task: all of it, or the range that a player requests. Browsers do not execute it, even
 * if it is a script or a web page: its type comes from its first bytes, and its security policy blocks scripts and
 * requests.
 */
export function mediaResponse(media: Blob, mimetype: string | null, rangeHeader: string | null): Response {
  const type = mimetype !== null && DISPLAYED.test(mimetype) ? mimetype : "application/octet-stream";
  const headers = {
    "content-type": type,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "no-store",
    "accept-ranges": "bytes",
  };
  const range = rangeHeader === null ? null : readRange(rangeHeader, media.size);
  if (range === null) return new Response(media.slice(0, media.size, type), { headers });
  if (range === "unsatisfiable") {
    return new Response(null, {
      status: 416,
      headers: { ...headers, "content-range": `bytes */${media.size}` },
    });
  }
  const { start, end } = range;
  return new Response(media.slice(start, end, type), {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${start}-${end - 1}/${media.size}` },
  });
}

type Range = { readonly start: number; readonly end: number };

/**
 * Reads a single range of bytes. Returns `null` for a header without one, which gets the complete content. Source: RFC
 * 9110, section 14.
 */
function readRange(header: string, size: number): Range | "unsatisfiable" | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === "" && last === "") return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : "unsatisfiable";
}
