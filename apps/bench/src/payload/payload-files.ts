import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatePayload } from "./generate-payload.ts";
import type { PayloadSpec, Reference } from "./payload-spec.ts";

/** A generated reply in a file. */
export type Payload = {
  readonly spec: PayloadSpec;
  readonly path: string;
  readonly reference: Reference;
};

const WRITE_CHARACTERS = 1_000_000;

/** The payloads of a run, each generated once. They are removed when this process exits. */
export class PayloadFiles {
  readonly #folder = mkdtempSync(join(tmpdir(), "hivekit-bench-"));
  readonly #payloads = new Map<string, Promise<Payload>>();

  constructor() {
    process.once("exit", () => rmSync(this.#folder, { recursive: true, force: true }));
  }

  /** Returns the payload of a spec, and generates it on the first call. */
  async get(spec: PayloadSpec): Promise<Payload> {
    const name = `${spec.form}-${spec.layout}-${spec.frames}.json`;
    const payload = this.#payloads.get(name) ?? writePayload(spec, join(this.#folder, name));
    this.#payloads.set(name, payload);
    return payload;
  }
}

async function writePayload(spec: PayloadSpec, path: string): Promise<Payload> {
  console.error(`Writing ${spec.frames} frames (${spec.form}, ${spec.layout}) ...`);
  const chunks = generatePayload(spec);
  const file = await open(path, "w");
  try {
    let text = "";
    for (;;) {
      const chunk = chunks.next();
      if (chunk.done !== true) text += chunk.value;
      if (chunk.done === true || text.length > WRITE_CHARACTERS) {
        await file.appendFile(text);
        text = "";
      }
      if (chunk.done === true) return { spec, path, reference: chunk.value };
    }
  } finally {
    await file.close();
  }
}
