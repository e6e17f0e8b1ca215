import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { EdgeRuntime } from "edge-runtime";
import { Miniflare } from "miniflare";
import { chromium } from "playwright-core";
import type { RunOptions } from "../../src/conformance/case-context.ts";
import { SUITE_MS } from "../../src/conformance/run-cases.ts";
import type { CaseResult } from "../../src/conformance/run-cases.ts";
import type { PackedSuite } from "./packed-suite.ts";

/** A runtime that Hivekit supports. */
export type Runtime = {
  readonly name: string;
  /** The version in the lockfile; `null` for the installed browser. */
  readonly version: string | null;
  /** Whether the client has the API key. */
  readonly hasKey: boolean;
  /** Runs the suite in this runtime. */
  readonly run: (suite: PackedSuite, options: RunOptions) => Promise<readonly CaseResult[]>;
};

const runFile = promisify(execFile);
const { resolve } = createRequire(import.meta.url);
const resolvePath = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The name of the browser, which is installed on the machine. */
export const CHROMIUM = "Chromium";

/** The timeout of a run, in milliseconds. The suite ends earlier and reports the case that hangs. */
export const RUN_MS = SUITE_MS + 30_000;

/** Creates a runtime that is a process. The command's arguments precede the path of the suite. */
function processRuntime(
  name: string,
  version: string,
  command: readonly [program: string, ...args: string[]],
): Runtime {
  const [program, ...args] = command;
  return {
    name,
    version,
    hasKey: true,
    run: async (suite, options) => {
      const { HIVE_API_KEY: _key, ...environment } = process.env;
      const { stdout } = await runFile(program, [...args, suite.processPath, JSON.stringify(options)], {
        env: environment,
        timeout: RUN_MS,
      });
      return JSON.parse(stdout);
    },
  };
}

/** The runtime of Cloudflare Workers. */
const WORKERD: Runtime = {
  name: "workerd",
  version: readManifestVersion(createRequire(resolve("miniflare")).resolve("workerd/package.json")),
  hasKey: true,
  run: async (suite, options) => {
    const contents = await suite.bundle("worker", ["workerd", "worker", "browser"]);
    const worker = new Miniflare({
      modules: [{ type: "ESModule", path: "suite.js", contents }],
      compatibilityDate: "2026-07-01",
    });
    try {
      return checkResults(await (await worker.dispatchFetch(createUrl(options))).json());
    } finally {
      await worker.dispose();
    }
  },
};

/** The runtime of Vercel's edge functions. */
const EDGE: Runtime = {
  name: "Vercel edge runtime",
  version: readVersion("edge-runtime"),
  hasKey: true,
  run: async (suite, options) => {
    const runtime = new EdgeRuntime({
      initialCode: await suite.bundle("edge", ["edge-light", "worker", "browser"]),
    });
    const response = await runtime.dispatchFetch(createUrl(options));
    return checkResults(await response.json());
  },
};

/** Creates the runtime for a page in a browser. The gateway serves the page and receives its submissions. */
export function createChromiumRuntime(executablePath: string): Runtime {
  return {
    name: CHROMIUM,
    version: null,
    hasKey: false,
    run: async (_suite, options) => {
      // The sandbox needs privileges that a container does not have. The page is trusted.
      const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
      try {
        const page = await browser.newPage();
        await page.goto(`${options.origin}/`);
        await page.waitForFunction("'runCases' in globalThis");
        return checkResults(await page.evaluate(`runCases(${JSON.stringify(options)})`));
      } finally {
        await browser.close();
      }
    },
  };
}

function readVersion(name: string): string {
  return readManifestVersion(resolvePath(`../../node_modules/${name}/package.json`));
}

function readManifestVersion(manifestPath: string): string {
  const { version }: { readonly version: string } = JSON.parse(readFileSync(manifestPath, "utf8"));
  return version;
}

function createUrl(options: RunOptions): string {
  return `http://suite.example/?options=${encodeURIComponent(JSON.stringify(options))}`;
}

function checkResults(response: unknown): readonly CaseResult[] {
  if (!Array.isArray(response)) throw new Error("The runtime did not run the suite.");
  return response;
}

/** All runtimes except the browser, in the order of the table. */
export const RUNTIMES: readonly Runtime[] = [
  processRuntime("Node 22", readVersion("node22"), [resolvePath("../../node_modules/node22/bin/node")]),
  processRuntime("Node 24", process.versions.node, [process.execPath]),
  processRuntime("Node 26", readVersion("node26"), [resolvePath("../../node_modules/node26/bin/node")]),
  // The folder of the suite has no lockfile, so Deno must use `node_modules` as it is.
  processRuntime("Deno", readVersion("deno"), [
    process.execPath,
    resolve("deno/bin.cjs"),
    "run",
    "--no-prompt",
    "--node-modules-dir=manual",
    "--allow-net=127.0.0.1",
  ]),
  // The package uses this file name on all platforms.
  processRuntime("Bun", readVersion("bun"), [resolve("bun/bin/bun.exe")]),
  WORKERD,
  EDGE,
];
