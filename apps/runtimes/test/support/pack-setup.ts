import type { TestProject } from "vitest/node";
import { packCore } from "./packed-core.ts";
import type { PackedCore } from "./packed-core.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder outside of the workspace in which the packed core is installed. */
    readonly packedCore: string;
  }
}

/** The packed core of this process, and the number of test projects that use it. */
type SharedPack = { readonly packed: Promise<PackedCore>; users: number };

/** Vitest loads this module once per project, so the projects share the packed core through a global symbol. */
const KEY = Symbol.for("hivekit.packed-core");

/** Packs core once for the tests of all projects. */
export async function setup(project: TestProject): Promise<void> {
  const pack = getSharedPack();
  pack.users += 1;
  project.provide("packedCore", (await pack.packed).folder);
}

/** Removes the packed core after the tests of the last project. */
export async function teardown(): Promise<void> {
  const pack = getSharedPack();
  pack.users -= 1;
  if (pack.users > 0) return;
  Reflect.deleteProperty(globalThis, KEY);
  await (await pack.packed).remove();
}

function getSharedPack(): SharedPack {
  const existing: SharedPack | undefined = Reflect.get(globalThis, KEY);
  const pack = existing ?? { packed: packCore(), users: 0 };
  Reflect.set(globalThis, KEY, pack);
  return pack;
}
