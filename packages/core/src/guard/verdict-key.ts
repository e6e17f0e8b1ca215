import type { CallOptions } from "../client/call-options.ts";
import type { ClientIdentity } from "../client/client-identity.ts";
import { toWellFormed } from "../value/well-formed.ts";
import { hashText } from "./byte-hash.ts";
import type { ByteHash } from "./byte-hash.ts";
import type { HashedMedia } from "./verified-media.ts";

/** Everything that changes the result of a submission. */
export type VerdictKeyParts = {
  readonly namespace: string;
  readonly identity: ClientIdentity | null;
  readonly options: Pick<CallOptions, "model" | "params">;
  /** `null` for text alone. */
  readonly media: HashedMedia | null;
  readonly text: string | null;
};

/**
 * Computes the key of a result: a hash of a JSON array, in which different parts never have the same form.
 *
 * The name of a file and `metadata` are not parts, because Hive only returns them. The order of the properties in
 * `params` counts: a different order is a different key, and at worst another submission.
 */
export async function createVerdictKey(parts: VerdictKeyParts, createHash: () => ByteHash): Promise<string> {
  const { namespace, identity, options, media, text } = parts;
  const fields = [
    "hivekit-verdict-key-1",
    namespace,
    identity?.api ?? null,
    identity?.baseUrl ?? null,
    options.model ?? identity?.model ?? null,
    options.params ?? null,
    media === null ? null : [media.digest, media.contentType],
    text === null ? null : toWellFormed(text),
  ];
  return hashText(JSON.stringify(fields), createHash);
}
