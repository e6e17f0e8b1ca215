import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** A runtime that is measured. */
export type Runtime = {
  readonly name: string;
  /** Returns the command and its arguments before the path of the program. */
  readonly command: (flags: readonly string[]) => readonly [program: string, ...args: string[]];
};

const { resolve } = createRequire(import.meta.url);
const NODE_FLAGS = ["--expose-gc"];

/** The workspace's Node, which also runs the benchmark. */
export const NODE_24: Runtime = {
  name: "Node 24",
  command: (flags) => [process.execPath, ...NODE_FLAGS, ...flags],
};

/** The same with default flags, for measuring memory. */
export const PLAIN_NODE_24: Runtime = {
  name: "Node 24",
  command: (flags) => [process.execPath, ...flags],
};

/** Relative to `dist`, the folder of the built file. */
const NODE_26_PATH = fileURLToPath(new URL("../node_modules/node26/bin/node", import.meta.url));

export const NODE_26: Runtime = {
  name: "Node 26",
  command: (flags) => [NODE_26_PATH, ...NODE_FLAGS, ...flags],
};

/** All supported runtimes that are processes, except Node 22. */
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
      "--allow-net=127.0.0.1",
      "--v8-flags=--expose-gc",
    ],
  },
  // The package uses this file name on all platforms.
  { name: "Bun", command: () => [resolve("bun/bin/bun.exe")] },
];
