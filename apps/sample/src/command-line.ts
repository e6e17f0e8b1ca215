import { parseArgs } from "node:util";
import { Problem } from "./problem.ts";

/** What the command was asked to do. */
export type Command = {
  /** Print the help and end. */
  readonly help: boolean;
  /** End after printing, do not serve. */
  readonly once: boolean;
  /** Talk to Hive instead of the embedded emulator; that costs money. */
  readonly live: boolean;
  /** The port to serve on; 0 takes a free one. */
  readonly port: number;
  /** Files to submit in place of the demo media. */
  readonly files: readonly string[];
};

/** What `--help` prints. */
export const HELP = `The moderation desk: submits pictures, GIFs and videos to Hive and shows the results as they come.

  npm start                     submit the demo media to the embedded emulator, then serve the page
  npm start -- FILE…            submit these files instead
  npm start -- --once           end after printing
  npm start -- --port 8080      serve on another port than 3000 (0: any free one)
  npm start -- --live           talk to Hive with HIVE_API_KEY; every submission is billed
                                (HIVE_BASE_URL: another address than https://api.thehive.ai)
`;

/** @throws Problem if an option is unknown or has a wrong value. */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Problem(`--port ${values.port} is no port; give a number from 0 to 65535.`, { exitCode: 2 });
  }
  return { help: values.help, once: values.once, live: values.live, port, files: positionals };
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
        port: { type: "string", default: "3000" },
      },
    });
  } catch (error) {
    const words = error instanceof Error ? error.message.split(/\.\s/)[0] : "the options cannot be read";
    throw new Problem(`${words}; see npm start -- --help.`, { exitCode: 2, cause: error });
  }
}
