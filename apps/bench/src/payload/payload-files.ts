import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { payloadPieces } from "./payload-pieces.ts";
import type { PayloadSpec, Reference } from "./payload-spec.ts";

/** A generated reply on disk. */
export type Payload = {
  readonly spec: PayloadSpec;
  readonly path: string;
  readonly reference: Reference;
};

const WRITE_CHARACTERS = 1_000_000;

/** Payloads of one run, each generated once. They are removed when this process exits. */
export class PayloadFiles {
  readonly #folder = mkdtempSync(join(tmpdir(), "hivekit-bench-"));
  readonly #payloads = new Map<string, Promise<Payload>>();

  constructor() {
    process.once("exit", () => rmSync(this.#folder, { recursive: true, force: true }));
  }

  /** The payload of a spec, generated if it was not before. */
  async get(spec: PayloadSpec): Promise<Payload> {
    const name = `${spec.form}-${spec.layout}-${spec.frames}.json`;
    const payload = this.#payloads.get(name) ?? writePayload(spec, join(this.#folder, name));
    this.#payloads.set(name, payload);
    return payload;
  }
}

async function writePayload(spec: PayloadSpec, path: string): Promise<Payload> {
  console.error(`Writing ${spec.frames} frames (${spec.form}, ${spec.layout}) ...`);
  const pieces = payloadPieces(spec);
  const file = await open(path, "w");
  try {
    let text = "";
    for (;;) {
      const piece = pieces.next();
      if (piece.done !== true) text += piece.value;
      if (piece.done === true || text.length > WRITE_CHARACTERS) {
        await file.appendFile(text);
        text = "";
      }
      if (piece.done === true) return { spec, path, reference: piece.value };
    }
  } finally {
    await file.close();
  }
}
