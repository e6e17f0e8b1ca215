import { createTurns } from "../time/turns.ts";

/** The number of bytes that are hashed at a time. */
const BATCH_BYTES = 1024 * 1024;

/**
 * Computes the SHA-256 hash of a file or a text, in hexadecimal. A large file is hashed in parts, so that it is not in
 * memory twice and other work can run. Without Node's modules, it is hashed in one step.
 */
export async function computeSha256(content: Blob | string): Promise<string> {
  const media = new Blob([content]);
  // A property lookup, because an import would fail where Node's modules are not available.
  const hash = globalThis.process?.getBuiltinModule?.("node:crypto")?.createHash("sha256");
  if (hash === undefined) {
    const digest = await crypto.subtle.digest("SHA-256", await media.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  const takeTurns = createTurns();
  for (let start = 0; start < media.size; start += BATCH_BYTES) {
    hash.update(new Uint8Array(await media.slice(start, start + BATCH_BYTES).arrayBuffer()));
    await takeTurns();
  }
  return hash.digest("hex");
}
