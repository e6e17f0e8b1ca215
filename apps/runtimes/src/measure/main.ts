import { parseArgs } from "node:util";
import { measureEmulator } from "./emulator.ts";
import { measureHeaders } from "./headers.ts";
import { measureLabeling } from "./labeling.ts";
import type { Measurement, MeasureOptions } from "./measurement.ts";
import { printMeasurement } from "./print-measurement.ts";
import { measureSignal } from "./signal.ts";
import { measureUpload } from "./upload.ts";

const MEASUREMENTS: Readonly<Record<string, (options: MeasureOptions) => Promise<Measurement>>> = {
  upload: measureUpload,
  headers: measureHeaders,
  signal: measureSignal,
  emulator: measureEmulator,
  labeling: measureLabeling,
};

const USAGE = `npm run measure -- NAME [--json] [--seconds N]
  upload    memory of an upload of 1 GiB in each runtime
  headers   replies that begin late; --seconds: how late, 310 by default
  signal    memory and listeners of 100 000 calls on one AbortSignal
  emulator  memory and books of the emulator after 10 000 submissions, 64 at once
  labeling  a person who answers late; --seconds: how late, 360 by default`;

// What else runs is ended, and what lies in the temporary folder is removed, when this process exits.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, seconds: { type: "string" } },
  });
  const [name = "", ...rest] = positionals;
  const measure = Object.hasOwn(MEASUREMENTS, name) ? MEASUREMENTS[name] : undefined;
  const seconds = values.seconds === undefined ? null : Number(values.seconds);
  if (measure === undefined || rest.length > 0 || (seconds !== null && !(seconds > 0))) {
    console.error(USAGE);
    return 2;
  }
  return printMeasurement(await measure({ seconds }), { isJson: values.json }) ? 0 : 1;
}
