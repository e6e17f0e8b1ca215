/** A request body that is generated while it is sent. */
export type RequestBody = {
  readonly name: string;
  readonly path: string;
  readonly authorization: string;
  readonly contentType: string;
  readonly chunks: () => Iterable<Uint8Array>;
};

const MIB = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
export const BOUNDARY = "boundary";
const FORM = {
  path: "/api/v1/tag/task",
  authorization: "Token demo-colors",
  contentType: `multipart/form-data; boundary=${BOUNDARY}`,
};
const V3 = {
  path: "/api/v3/hive/visual-moderation",
  authorization: "Bearer demo-v3",
  contentType: "application/json",
};
const TEXT = { ...V3, path: "/api/v3/hive/text-moderation" };
const URLENCODED = { ...FORM, contentType: "application/x-www-form-urlencoded" };
const PART = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n`;
const FILE = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n`;
const END = `\r\n--${BOUNDARY}--\r\n`;

/** Bodies that once blocked the emulator for seconds or exhausted its memory. */
export const LARGE_BODIES: readonly RequestBody[] = [
  ...[10, 100, 200].map((size) => ({
    ...V3,
    name: `media_base64 of ${size} MiB`,
    chunks: () => repeat('{"input":[{"media_base64":"', "AAAA", size * MIB, '"}]}'),
  })),
  { ...TEXT, name: "text of 20 MiB", chunks: () => repeat('{"input":[{"text":"', "a", 20 * MIB, '"}]}') },
  {
    ...TEXT,
    name: "escapes, 20 MiB",
    chunks: () => repeat('{"input":[{"text":"', "\\u0041", 20 * MIB, '"}]}'),
  },
  { ...V3, name: "JSON of 10,000,000 values", chunks: () => repeat("[", "1,", 20 * MIB, "1]") },
  { ...V3, name: "JSON 10,000,000 levels deep", chunks: () => repeat("", "[", 10 * MIB, "") },
  { ...FORM, name: "1,000,000 parts", chunks: () => repeat("", PART, 1_000_000 * PART.length, END) },
  { ...FORM, name: "part headers without end", chunks: () => repeat(FILE.slice(0, -4), "a", 200 * MIB, "") },
  { ...FORM, name: "file of 200 MiB", chunks: () => repeat(FILE, "\0", 200 * MIB, END) },
  { ...FORM, name: "file of 600 MiB", chunks: () => repeat(FILE, "\0", 600 * MIB, END) },
  { ...URLENCODED, name: "5,000,000 urlencoded fields", chunks: () => repeat("", "a=b&", 20_000_000, "") },
];

function* repeat(start: string, unit: string, sizeBytes: number, end: string): Generator<Uint8Array> {
  yield Buffer.from(start);
  const chunk = Buffer.from(unit.repeat(Math.ceil(CHUNK_BYTES / unit.length)));
  for (let sent = 0; sent < sizeBytes; sent += chunk.byteLength) {
    const left = sizeBytes - sent;
    yield left < chunk.byteLength ? chunk.subarray(0, left - (left % unit.length)) : chunk;
  }
  yield Buffer.from(end);
}
