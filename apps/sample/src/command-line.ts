import { parseArgs } from "node:util";
import { resolve } from "node:path";
import { DATA_FOLDER } from "./folders.ts";
import { Problem } from "./problem.ts";

/** What the command was asked to do. */
export type Command = {
  /** Print the help and end. */
  readonly help: boolean;
  /** End after printing, do not serve. */
  readonly once: boolean;
  /** Talk to Hive instead of the embedded emulator; that costs money. */
  readonly live: boolean;
  /** Where the desk keeps its media, and its database unless `DATABASE_URL` names another. */
  readonly data: string;
  /** The largest upload, in bytes. */
  readonly maxUploadBytes: number;
  /** The port to serve on; 0 takes a free one. */
  readonly port: number;
  /** Files to submit in place of the demo media. */
  readonly files: readonly string[];
};

const MIB = 1024 * 1024;
const MOST_MIB = 100_000;

/** What `--help` prints. */
export const HELP = `The moderation desk: submits pictures, GIFs and videos to Hive and shows the results as they come.

  npm start                     submit the demo media to the embedded emulator, then serve the page
  npm start -- FILE…            submit these files instead
  npm start -- --once           end after printing
  npm start -- --port 8080      serve on another port than 3000 (0: any free one)
  npm start -- --data FOLDER    keep media and database there (else in apps/sample/data)
  npm start -- --max-upload 50  take files of up to 50 MiB (else 200)
  npm start -- --live           talk to Hive with HIVE_API_KEY; every submission is billed
                                (HIVE_BASE_URL: another address than https://api.thehive.ai; HIVE_API: v2 or v3;
                                HIVE_MODEL: the model, in v3; HIVE_CALLBACK_URL and HIVE_CALLBACK_SECRET: submit for
                                later, in v2, and have Hive post the results to this address)

DATABASE_URL names a PostgreSQL database to use in place of the one in the folder.
`;

/** @throws Problem if an option is unknown or has a wrong value. */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Problem(`--port ${values.port} is no port; give a number from 0 to 65535.`, { exitCode: 2 });
  }
  const maxUpload = Number(values["max-upload"]);
  if (!/^\d+$/.test(values["max-upload"]) || maxUpload < 1 || maxUpload > MOST_MIB) {
    throw new Problem(
      `--max-upload ${values["max-upload"]} is no number of MiB; give one from 1 to ${MOST_MIB}.`,
      { exitCode: 2 },
    );
  }
  const { data } = values;
  return {
    maxUploadBytes: maxUpload * MIB,
    data: data === undefined ? DATA_FOLDER : resolve(data),
    help: values.help,
    once: values.once,
    live: values.live,
    port,
    files: positionals,
  };
}

function parse(args: readonly string[]) {
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
    const words = error instanceof Error ? error.message.split(/\.\s/)[0] : "the options cannot be read";
    throw new Problem(`${words}; see npm start -- --help.`, { exitCode: 2, cause: error });
  }
}
