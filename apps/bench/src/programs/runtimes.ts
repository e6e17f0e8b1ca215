import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** One of the runtimes that are compared. */
export type Runtime = {
  readonly name: string;
  /** The program that is started, and its arguments before the built program's path. */
  readonly command: (flags: readonly string[]) => readonly [program: string, ...args: string[]];
};

const { resolve } = createRequire(import.meta.url);
const NODE_FLAGS = ["--expose-gc"];

/** The pinned Node, which runs the benchmark itself. */
export const NODE_24: Runtime = {
  name: "Node 24",
  command: (flags) => [process.execPath, ...NODE_FLAGS, ...flags],
};

/** A path from `dist`, where this is built to. */
const NODE_26_PATH = fileURLToPath(new URL("../node_modules/node26/bin/node", import.meta.url));

export const NODE_26: Runtime = {
  name: "Node 26",
  command: (flags) => [NODE_26_PATH, ...NODE_FLAGS, ...flags],
};

/** All that Hivekit promises and that run as a process, but Node 22. */
export const RUNTIMES: readonly Runtime[] = [
  NODE_24,
  NODE_26,
  {
    name: "Deno",
    command: () => [
      process.execPath,
      resolve("deno/bin.cjs"),
      "run",
      "--no-prompt",
      "--allow-read",
      "--v8-flags=--expose-gc",
    ],
  },
  // The package names its program so on every system.
  { name: "Bun", command: () => [resolve("bun/bin/bun.exe")] },
];
