import { parseArgs } from "node:util";
import * as z from "zod";

/** The options of the benchmark. */
export type CommandLine = {
  readonly filters: readonly string[];
  readonly quick: boolean;
  readonly small: boolean;
  readonly json: boolean;
  readonly write: boolean;
  readonly help: boolean;
  /** The number of fresh processes per case; the default depends on the other options. */
  readonly processes?: number | undefined;
};

const CommandLineSchema = z
  .object({
    filters: z.array(z.string()),
    quick: z.boolean(),
    small: z.boolean(),
    json: z.boolean(),
    write: z.boolean(),
    help: z.boolean(),
    processes: z.coerce.number().int().min(1).optional(),
  })
  .refine(({ quick, small }) => !(quick && small))
  // A part of the cases, or smaller ones, must not replace the figures of all cases.
  .refine(({ filters, small, write }) => !write || (filters.length === 0 && !small));

/** Formats the usage. @param cases - the group and name of each case */
export function formatUsage(cases: readonly string[]): string {
  return `npm run bench -- [FILTER ...] [--quick | --small] [--processes N] [--json] [--write] [--help]
  FILTER       runs only cases whose group or name contains it:
               ${cases.join("\n               ")}
  --quick      compares the most important ratios with the baseline, in less than 3 minutes
  --small      payloads and calls of a tenth, in one process: a functional check, not a measurement
  --processes  fresh processes per case (default 3; with --quick, as many as the time permits)
  --json       prints one JSON object to standard output
  --write      writes the report to docs/performance.md; with --quick, the baseline. Not with FILTER or --small`;
}

/** Reads the command line; `null` if it has an unknown or incomplete option, or options that exclude each other. */
export function readCommandLine(args: readonly string[]): CommandLine | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        quick: { type: "boolean", default: false },
        small: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        processes: { type: "string" },
      },
    });
    return CommandLineSchema.parse({ filters: positionals, ...values });
  } catch {
    return null;
  }
}
