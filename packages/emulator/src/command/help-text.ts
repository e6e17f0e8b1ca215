import { FAULT_GRAMMAR } from "../faults/read-faults.ts";
import { DEFAULT_PORT } from "./parse-command.ts";

/** The output of `--help`. */
export const HELP_TEXT = `Emulates Hive's API on this machine, without an API key or a network connection.

Usage: hivekit-emulator [options]

  -p, --port <number>      port to listen on; 0 picks a free port (default ${DEFAULT_PORT})
      --host <address>     address to bind to (default 127.0.0.1)
      --allow-host <name>  additional host to fetch media from and send callbacks to; repeatable
      --own-host <name>    name of this machine that browsers may use for the console and the API; repeatable
  -c, --config <file>      JSON file with options: projects, rules, labels, faults, pace, files and others
      --label <text>       answer every labeling task with this label instead of waiting for a reviewer; repeatable
      --pace <ms>          processing time per frame in milliseconds (default 0)
      --faults <list>      faults to inject (see below); repeatable
  -v, --version            print the version
  -h, --help               print this help

Faults: ${FAULT_GRAMMAR}
`;
