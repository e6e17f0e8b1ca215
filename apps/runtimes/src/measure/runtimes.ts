import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** One of the runtimes that are processes. */
export type Runtime = {
  readonly name: string;
  /** The command that runs a built program of this folder with one argument. */
  readonly command: (programPath: string, argument: string) => Command;
};

const { resolve } = createRequire(import.meta.url);
// These are paths from `dist/measure`, where this is built to.
const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const node = (program: string) => (path: string, argument: string) => [program, path, argument] as const;

/** Where a program that tsdown built of this folder lies. */
export const programAt = (name: string): string => fileAt(`./${name}.js`);

/** The pinned Node, which runs the measurements themselves. */
export const NODE_24: Runtime = { name: "Node 24", command: node(process.execPath) };

/** The Nodes that we promise. */
export const NODES: readonly Runtime[] = [
  { name: "Node 22", command: node(fileAt("../../node_modules/node22/bin/node")) },
  NODE_24,
  { name: "Node 26", command: node(fileAt("../../node_modules/node26/bin/node")) },
];

/** The runtimes that have a `fetch` of their own making. */
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
  // The package names its program so on every system.
  { name: "Bun", command: (path, argument) => [resolve("bun/bin/bun.exe"), path, argument] },
];
