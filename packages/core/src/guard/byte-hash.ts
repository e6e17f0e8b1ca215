import { HiveConfigError } from "../error/hive-config-error.ts";
import { isObject } from "../value/is-object.ts";

/** The maximum number of bytes to hash in a runtime without an incremental hash: 32 MiB. */
const MAX_BUFFERED_BYTES = 32 * 1024 * 1024;

/** An incremental hash of bytes. */
export type ByteHash = {
  /** Adds a chunk. The chunk may be reused afterwards. */
  update(chunk: Uint8Array): void;
  /** Returns the hash as at least 32 hexadecimal digits. Called once. */
  digest(): string | Promise<string>;
};

/** Thrown if there are too many bytes to hold in memory for a hash. The media is then not cached. */
export class HashLimitError extends Error {}

/**
 * Chooses an implementation of SHA-256: the one of `node:crypto`, which is incremental, or `crypto.subtle`, which holds
 * up to 32 MiB in memory.
 *
 * @throws HiveConfigError if the runtime has neither, for example a web page without HTTPS.
 */
export function chooseHash(): () => ByteHash {
  const createHash = findNodeHash();
  if (createHash !== null) {
    return () => {
      const hash = createHash("sha256");
      return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest("hex") };
    };
  }
  if (isObject(globalThis.crypto?.subtle)) return () => new BufferedHash();
  throw new HiveConfigError(
    "withVerdictCache: this runtime has no SHA-256; pass the option hash, or serve the page over HTTPS.",
    { option: "hash" },
  );
}

/** At least 128 bits, because with fewer, different media could have the same key. */
const DIGEST = /^[0-9a-f]{32,}$/i;

/** Rejects digests of another form. If all digests were `undefined`, for example, all media would have the same key. */
export function checkDigests(createHash: () => ByteHash): () => ByteHash {
  return () => {
    const hash = createHash();
    return {
      update: (chunk) => hash.update(chunk),
      digest: async () => {
        const digest: unknown = await hash.digest();
        if (typeof digest === "string" && DIGEST.test(digest)) return digest;
        throw new TypeError(
          "The digest() of the option hash of withVerdictCache must return at least 32 hexadecimal digits.",
        );
      },
    };
  };
}

type CreateNodeHash = (algorithm: string) => {
  update(chunk: Uint8Array): unknown;
  digest(encoding: string): string;
};

/** Returns `createHash` of `node:crypto`. There is no import, because browsers and edge functions lack the module. */
function findNodeHash(): CreateNodeHash | null {
  const process: unknown = Reflect.get(globalThis, "process");
  const getModule: unknown = isObject(process) ? process["getBuiltinModule"] : null;
  const module: unknown =
    typeof getModule === "function" ? Reflect.apply(getModule, process, ["node:crypto"]) : null;
  const createHash: unknown = isObject(module) ? module["createHash"] : null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the signature is that of Node's documentation
  return typeof createHash === "function" ? (createHash as CreateNodeHash) : null;
}

class BufferedHash implements ByteHash {
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  #sizeBytes = 0;

  update(chunk: Uint8Array): void {
    this.#sizeBytes += chunk.byteLength;
    if (this.#sizeBytes > MAX_BUFFERED_BYTES)
      throw new HashLimitError(`Media of more than ${MAX_BUFFERED_BYTES} bytes cannot be hashed in memory.`);
    this.#chunks.push(new Uint8Array(chunk));
  }

  async digest(): Promise<string> {
    const bytes = await new Blob(this.#chunks).arrayBuffer();
    const sum = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", bytes));
    return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}

/** Hashes a text as UTF-8. */
export async function hashText(text: string, createHash: () => ByteHash): Promise<string> {
  const hash = createHash();
  hash.update(new TextEncoder().encode(text));
  return hash.digest();
}
