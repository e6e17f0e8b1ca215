import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** A runtime that is a process. */
export type Runtime = {
  readonly name: string;
  /** Returns the command that runs a built program of this folder with one argument. */
  readonly command: (programPath: string, argument: string) => Command;
};

const { resolve } = createRequire(import.meta.url);
// Relative to `dist/measure`, the folder of the built programs.
const resolvePath = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const node = (program: string) => (path: string, argument: string) => [program, path, argument] as const;

/** Returns the path of a built program of this folder. */
export const getProgramPath = (name: string): string => resolvePath(`./${name}.js`);

/** The workspace's Node, which also runs the measurements. */
export const NODE_24: Runtime = { name: "Node 24", command: node(process.execPath) };

/** The supported versions of Node. */
export const NODES: readonly Runtime[] = [
  { name: "Node 22", command: node(resolvePath("../../node_modules/node22/bin/node")) },
  NODE_24,
  { name: "Node 26", command: node(resolvePath("../../node_modules/node26/bin/node")) },
];

/** The runtimes that do not use Node's `fetch`. */
export const OTHERS: readonly Runtime[] = [
  {
    name: "Deno",
    command: (path, argument) => [
      process.execPath,
      resolve("deno/bin.cjs"),
      "run",
      "--no-prompt",
      "--allow-net=127.0.0.1",
      "--allow-read",
      path,
      argument,
    ],
  },
  // The package uses this file name on all platforms.
  { name: "Bun", command: (path, argument) => [resolve("bun/bin/bun.exe"), path, argument] },
];
