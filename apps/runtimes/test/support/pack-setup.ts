import type { TestProject } from "vitest/node";
import { packCore } from "./packed-core.ts";
import type { PackedCore } from "./packed-core.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder outside of the workspace in which the packed core is installed. */
    readonly packedCore: string;
  }
}

/** Set by the set-up, of which each project has its own. */
let packed: PackedCore | null = null;

/** Packs core once for all tests of a project. */
export async function setup(project: TestProject): Promise<void> {
  packed = await packCore();
  project.provide("packedCore", packed.folder);
}

/** Removes it. */
export async function teardown(): Promise<void> {
  await packed?.remove();
}
