import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import * as z from "zod";
import { measureBodies } from "./bodies.ts";
import { measureBudget, measureEstimates } from "./budget.ts";
import { measureCache } from "./cache.ts";
import { measureEmulator } from "./emulator.ts";
import { measureEvaluation } from "./evaluation.ts";
import { measureHeaders } from "./headers.ts";
import { measureInjection } from "./injection.ts";
import { measureKills } from "./kills.ts";
import { measureLabeling } from "./labeling.ts";
import { measureMedia } from "./media.ts";
import type { Measurement, MeasureOptions } from "./measurement.ts";
import { measurePanel } from "./panel.ts";
import { printMeasurement } from "./print-measurement.ts";
import { measureSignal } from "./signal.ts";
import { measureTelemetry } from "./telemetry.ts";
import { measureTexts } from "./texts.ts";
import { measureUpload } from "./upload.ts";

const MEASUREMENTS: Readonly<Record<string, (options: MeasureOptions) => Promise<Measurement>>> = {
  upload: measureUpload,
  headers: measureHeaders,
  signal: measureSignal,
  emulator: measureEmulator,
  evaluation: measureEvaluation,
  bodies: measureBodies,
  labeling: measureLabeling,
  kills: measureKills,
  media: measureMedia,
  panel: measurePanel,
  cache: measureCache,
  injection: measureInjection,
  telemetry: measureTelemetry,
  texts: measureTexts,
  budget: measureBudget,
  estimates: measureEstimates,
};

const USAGE = `npm run measure -- NAME [--json] [--seconds N] [--baseline FILE]
  upload    memory of an upload of 1 GiB in each runtime
  headers   replies with late headers; --seconds: the delay (default 310)
  signal    memory and listeners of 100,000 calls with one AbortSignal
  emulator  memory and balances of the emulator after 10,000 submissions, 64 at once
  evaluation  time and memory of the evaluation of a policy on 100,000 tasks
  bodies    waits and memory of the emulator while it receives large and damaged bodies
  labeling  a reviewer who answers late; --seconds: the delay (default 360)
  kills     the moderation desk under kill -9: items, submissions, files and the lock of its folder
  media     generated media in the emulator and in headless Chromium; needs chromium and ffmpeg
  panel     panels of models: 1,000 verdicts with faults, closed connections, memory of an upload of 1 GiB
  cache     memory of an upload of 1 GiB that withVerdictCache also hashes
  injection texts that instruct the vision language model, and a model that obeys them
  telemetry time of calls with OpenTelemetry; --baseline: index.js of another build of core for comparison
  texts     a phrase planted wherever classifyText cuts texts of emoji, combining marks, Chinese, Hebrew and more
  budget    20,000 calls with faults and a budget of 10 US dollars, compared with the journal of the emulator
  estimates estimated charges of 200 generated media files, compared with those of the emulator; needs ffmpeg`;

/** The command line: one name, and the options. */
const CommandLine = z.object({
  names: z.tuple([z.enum(Object.keys(MEASUREMENTS))]),
  json: z.boolean(),
  seconds: z.coerce.number().positive().optional(),
  baseline: z.string().optional(),
});

// Child processes and temporary files are removed when this process exits.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
process.exitCode = await main();

async function main(): Promise<number> {
  const { data: commandLine } = CommandLine.safeParse(readArguments());
  const measure = MEASUREMENTS[commandLine?.names[0] ?? ""];
  if (commandLine === undefined || measure === undefined) {
    console.error(USAGE);
    return 2;
  }
  const { json: isJson, seconds = null, baseline } = commandLine;
  const baselineUrl = baseline === undefined ? null : pathToFileURL(baseline).href;
  return printMeasurement(await measure({ seconds, baseline: baselineUrl }), { isJson }) ? 0 : 1;
}

/** Splits the command line; `null` if it has an unknown or incomplete option. */
function readArguments(): unknown {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        seconds: { type: "string" },
        baseline: { type: "string" },
      },
    });
    return { names: positionals, ...values };
  } catch {
    return null;
  }
}
