import { parseArgs } from "node:util";
import { resolve } from "node:path";
import * as z from "zod";
import { checkValue } from "../config/check-value.ts";
import { DATA_FOLDER } from "../config/folders.ts";
import { UserError } from "../config/user-error.ts";

/** A parsed command line. */
export type Command = {
  /** Print the help and exit. */
  readonly help: boolean;
  /** Exit after printing the results instead of serving the page. */
  readonly once: boolean;
  /** Submit to Hive, which bills submissions, instead of the embedded emulator. */
  readonly live: boolean;
  /** The folder for the media, and for the database unless `DATABASE_URL` is set. */
  readonly data: string;
  /** The maximum size of an upload, in bytes. */
  readonly maxUploadBytes: number;
  /** The port to listen on; 0 selects a free one. */
  readonly port: number;
  /** Files to submit instead of the demo media. */
  readonly files: readonly string[];
};

const MIB = 1024 * 1024;
const MAX_UPLOAD_MIB = 100_000;

/** The output of `--help`. */
export const HELP = `The moderation desk: submits pictures, GIFs and videos to Hive and shows the results as they arrive.

  npm start                     submit the demo media to the embedded emulator, then serve the page
  npm start -- FILE…            submit these files instead
  npm start -- --once           exit after printing the results
  npm start -- --port 8080      listen on this port (default 3000; 0: any free port)
  npm start -- --data FOLDER    store media and database in this folder (default apps/sample/data)
  npm start -- --max-upload 50  accept files of up to 50 MiB (default 200)
  npm start -- --live           submit to Hive with HIVE_API_KEY; every submission is billed
  npm start -- --help           show this help

Environment variables:

  DATABASE_URL                  a PostgreSQL database to use instead of the embedded one

With --live:

  HIVE_API_KEY                  the API key of the project (required)
  HIVE_API                      the API generation: v1 (default), v2 or v3
  HIVE_MODEL                    the model, for v3
  HIVE_BASE_URL                 the API's URL (default https://api.thehive.ai)
  HIVE_VLM_API_KEY              a secret key of v3: adds the project prompt, whose tokens are billed
  HIVE_CALLBACK_URL, HIVE_CALLBACK_SECRET
                                with v2: submit asynchronously and let Hive post the results to this URL
`;

/** A whole number on the command line, which is a string. */
function wholeNumber(option: string, { min, max }: { readonly min: number; readonly max: number }) {
  return z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: ({ input }) => `${option} must be a whole number from ${min} to ${max}, got ${String(input)}.`,
    })
    .transform(Number);
}

const Options = z.object({
  help: z.boolean(),
  once: z.boolean(),
  live: z.boolean(),
  data: z
    .string()
    .optional()
    .transform((folder) => (folder === undefined ? DATA_FOLDER : resolve(folder))),
  port: wholeNumber("--port", { min: 0, max: 65_535 }),
  "max-upload": wholeNumber("--max-upload", { min: 1, max: MAX_UPLOAD_MIB }),
});

/** Parses the arguments of the command. @throws UserError with exit code 2 if an option is unknown or invalid. */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = splitArguments(args);
  const { "max-upload": maxUpload, ...options } = checkValue(Options, values, {
    createError: (message) => new UserError(message, { exitCode: 2 }),
  });
  return { ...options, maxUploadBytes: maxUpload * MIB, files: positionals };
}

function splitArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        once: { type: "boolean", default: false },
        live: { type: "boolean", default: false },
        data: { type: "string" },
        "max-upload": { type: "string", default: "200" },
        port: { type: "string", default: "3000" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(/\.\s/)[0] : "The options are invalid";
    throw new UserError(`${reason}. See npm start -- --help.`, { exitCode: 2, cause: error });
  }
}
