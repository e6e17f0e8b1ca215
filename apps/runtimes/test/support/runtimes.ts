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

/** A runtime that Hivekit promises. */
export type Runtime = {
  readonly name: string;
  /** As the lockfile has it; `null` for the machine's own. */
  readonly version: string | null;
  /** Whether its client has the key. */
  readonly hasKey: boolean;
  /** Runs the suite in it. */
  readonly run: (suite: PackedSuite, options: RunOptions) => Promise<readonly CaseResult[]>;
};

const runFile = promisify(execFile);
const { resolve } = createRequire(import.meta.url);
const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The name of the runtime that is the machine's own. */
export const CHROMIUM = "Chromium";

/** How long a runtime may take for all, in milliseconds: the suite ends before, and says what hangs. */
export const RUN_MS = SUITE_MS + 30_000;

/** A runtime that is a program, with the arguments that stand before the suite's path. */
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

/** A Worker, in the runtime that Cloudflare runs them in. */
const WORKERD: Runtime = {
  name: "workerd",
  version: versionIn(createRequire(resolve("miniflare")).resolve("workerd/package.json")),
  hasKey: true,
  run: async (suite, options) => {
    const contents = await suite.bundle("worker", ["workerd", "worker", "browser"]);
    const worker = new Miniflare({
      modules: [{ type: "ESModule", path: "suite.js", contents }],
      compatibilityDate: "2026-07-01",
    });
    try {
      return resultsOf(await (await worker.dispatchFetch(addressOf(options))).json());
    } finally {
      await worker.dispose();
    }
  },
};

/** What Vercel's edge functions are tried in. */
const EDGE: Runtime = {
  name: "Vercel edge runtime",
  version: versionOf("edge-runtime"),
  hasKey: true,
  run: async (suite, options) => {
    const runtime = new EdgeRuntime({
      initialCode: await suite.bundle("edge", ["edge-light", "worker", "browser"]),
    });
    const response = await runtime.dispatchFetch(addressOf(options));
    return resultsOf(await response.json());
  },
};

/** A page, from the server that it also sends its submissions to. */
export function chromiumRuntime(executablePath: string): Runtime {
  return {
    name: CHROMIUM,
    version: null,
    hasKey: false,
    run: async (_suite, options) => {
      // Its sandbox wants rights that a container does not give; the page is our own.
      const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
      try {
        const page = await browser.newPage();
        await page.goto(`${options.origin}/`);
        await page.waitForFunction("'runCases' in globalThis");
        return resultsOf(await page.evaluate(`runCases(${JSON.stringify(options)})`));
      } finally {
        await browser.close();
      }
    },
  };
}

function versionOf(name: string): string {
  return versionIn(fileAt(`../../node_modules/${name}/package.json`));
}

function versionIn(manifestPath: string): string {
  const { version }: { readonly version: string } = JSON.parse(readFileSync(manifestPath, "utf8"));
  return version;
}

function addressOf(options: RunOptions): string {
  return `http://suite.example/?options=${encodeURIComponent(JSON.stringify(options))}`;
}

function resultsOf(answer: unknown): readonly CaseResult[] {
  if (!Array.isArray(answer)) throw new Error("The runtime did not run the suite.");
  return answer;
}

/** Every runtime but the browser, in the order of the table. */
export const RUNTIMES: readonly Runtime[] = [
  processRuntime("Node 22", versionOf("node22"), [fileAt("../../node_modules/node22/bin/node")]),
  processRuntime("Node 24", process.versions.node, [process.execPath]),
  processRuntime("Node 26", versionOf("node26"), [fileAt("../../node_modules/node26/bin/node")]),
  // The suite's folder is no place that a lockfile stands in: packages are taken as they lie there.
  processRuntime("Deno", versionOf("deno"), [
    process.execPath,
    resolve("deno/bin.cjs"),
    "run",
    "--no-prompt",
    "--node-modules-dir=manual",
    "--allow-net=127.0.0.1",
  ]),
  // The package names its program so on every system.
  processRuntime("Bun", versionOf("bun"), [resolve("bun/bin/bun.exe")]),
  WORKERD,
  EDGE,
];
