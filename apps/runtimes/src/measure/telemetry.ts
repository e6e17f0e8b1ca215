import { startProgram } from "./child-program.ts";
import { describeError } from "./measurement.ts";
import type { Measurement, MeasureOptions, Row } from "./measurement.ts";
import { getProgramPath } from "./runtimes.ts";
import type { TelemetryFacts, TelemetryTask } from "./telemetry-program.ts";

const ROUNDS = 600;
const CALLS = 50;
/** The highest ratios to the same call without telemetry. There is no network, which would hide the difference. */
const MAX_RATIO: Readonly<Record<string, number>> = { "no-op API": 1.5, SDK: 2 };
/**
 * The highest ratio of a call without telemetry to the same call of the baseline. On a busy machine, two identical
 * builds differ by up to 6 % at random.
 */
const MAX_RATIO_TO_BASELINE = 1.1;

/**
 * Compares the time of calls without telemetry, with OpenTelemetry's API alone and with its SDK. All clients
 * of a row take turns in one process. With `baseline`, also those of another build of core.
 */
export async function measureTelemetry({ baseline }: MeasureOptions): Promise<Measurement> {
  console.error(`Making ${ROUNDS * CALLS} calls with each client ...`);
  const rows: Row[] = [];
  for (const mode of ["api", "sdk"] as const) {
    for (const call of ["classify", "frames"] as const) {
      rows.push(await compare({ call, mode, baseline, rounds: ROUNDS, calls: CALLS }));
    }
  }
  return {
    title:
      `Time of a call with telemetry divided by that of the same call without it, in Node 24 without a network: ` +
      `at most ${MAX_RATIO["no-op API"]} with the no-op API and ${MAX_RATIO["SDK"]} with the SDK. ` +
      `Without telemetry, divided by that of the baseline, if there is one: at most ${MAX_RATIO_TO_BASELINE}.`,
    rows,
  };
}

async function compare(task: TelemetryTask): Promise<Row> {
  const name = `${task.call}, ${task.mode}`;
  const program = startProgram([process.execPath, getProgramPath("telemetry-program"), JSON.stringify(task)]);
  try {
    const { callUs, ratios, problem }: TelemetryFacts = JSON.parse(await program.nextLine());
    const shown = Object.entries(ratios).map(([client, ratio]) => [client, Math.round(ratio * 1000) / 1000]);
    return {
      cells: { call: name, "us per call": Math.round(callUs), ...Object.fromEntries(shown) },
      problem: problem ?? findExcess(ratios),
    };
  } catch (error) {
    return { cells: { call: name }, problem: describeError(error) };
  } finally {
    await program.end();
  }
}

function findExcess(ratios: TelemetryFacts["ratios"]): string | null {
  const limits = { ...MAX_RATIO, "built / baseline": MAX_RATIO_TO_BASELINE };
  for (const [client, limit] of Object.entries(limits)) {
    const ratio = ratios[client] ?? 0;
    if (ratio > limit) return `${client}: the ratio is ${ratio}, the limit is ${limit}`;
  }
  return null;
}
