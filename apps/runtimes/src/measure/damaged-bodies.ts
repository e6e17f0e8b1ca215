import { BOUNDARY, type RequestBody } from "./large-bodies.ts";

const PICTURE = Buffer.from("R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=", "base64");
/** The maximum size of a repeated part. Large bodies would delay the client more than the server. */
const MAX_REPEATED_BYTES = 1024 * 1024;
const V3 = { path: "/api/v3/hive/visual-moderation", authorization: "Bearer demo-v3" };
const V2 = { path: "/api/v2/task/sync", authorization: "Token demo-text" };
const V1 = { path: "/api/v1/tag/task", authorization: "Token demo-colors" };
const PART = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\nhello\r\n`;
const FILE = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="a.gif"\r\nContent-Type: image/gif\r\n\r\n`;

/** Valid requests. */
const VALID: readonly (Omit<RequestBody, "name" | "chunks"> & { readonly body: Buffer })[] = [
  {
    ...V1,
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: Buffer.concat([Buffer.from(PART + FILE), PICTURE, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
  },
  {
    ...V3,
    contentType: "application/json",
    body: Buffer.from(JSON.stringify({ input: [{ media_base64: PICTURE.toString("base64") }] })),
  },
  { ...V2, contentType: "application/json", body: Buffer.from('{"text_data":"hello","metadata":{"a":[1]}}') },
  {
    ...V2,
    contentType: "application/x-www-form-urlencoded",
    body: Buffer.from("text_data=hello&metadata=a%20b"),
  },
];

/** Creates a damaged body from a seed: some of its bytes are changed, repeated, moved, removed or added. */
export function createDamagedBody(seed: number): RequestBody {
  const random = createRandom(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const { body, ...request } = VALID[pick(VALID.length)] ?? raise();
  let bytes = body;
  for (let left = 1 + pick(4); left > 0; left -= 1) bytes = damage(bytes, pick);
  const contentType = pick(10) > 0 ? request.contentType : (VALID[pick(VALID.length)] ?? raise()).contentType;
  return { ...request, contentType, name: `seed ${seed}`, chunks: () => [bytes] };
}

function damage(bytes: Buffer, pick: (count: number) => number): Buffer {
  const start = pick(bytes.length + 1);
  const end = start + pick(bytes.length - start + 1);
  const part = bytes.subarray(start, end);
  switch (pick(5)) {
    case 0: {
      const changed = Buffer.from(bytes);
      for (let left = 1 + pick(8); left > 0; left -= 1) changed[pick(changed.length)] = pick(256);
      return changed;
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
    case 2:
      return Buffer.concat([bytes.subarray(end), part, bytes.subarray(0, start)]);
    case 3:
      return Buffer.concat([
        bytes.subarray(0, start),
        Buffer.alloc(pick(100_000), pick(256)),
        bytes.subarray(start),
      ]);
    default: {
      const times =
        part.length === 0 ? 0 : Math.min(1 + pick(1_000_000), Math.floor(MAX_REPEATED_BYTES / part.length));
      return Buffer.concat([
        bytes.subarray(0, start),
        Buffer.alloc(times * part.length, part),
        bytes.subarray(end),
      ]);
    }
  }
}

/** Creates a generator of numbers from 0 to 1 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function raise(): never {
  throw new Error("no body");
}
