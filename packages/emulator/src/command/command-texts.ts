import { FAULT_GRAMMAR } from "../faults/parse-faults.ts";
import type { EmulatorServer } from "../listen.ts";
import { TAG_TASK_PATH } from "../v1/v1-generation.ts";
import { DEFAULT_PORT } from "./parse-command.ts";

/** What `--help` prints. */
export const HELP = `Hive on your desk: answers Hive's API without a key or a network.

Usage: hivekit-emulator [options]

  -p, --port <number>      the port, 0 for a free one (default ${DEFAULT_PORT})
      --host <address>     the address to bind to (default 127.0.0.1)
      --allow-host <name>  a host besides this machine to fetch media from and to post callbacks to; may be repeated
      --own-host <name>    a name of this machine under which a browser may use the console; may be repeated
  -c, --config <file>      a JSON file with projects, rules, labels, faults, pace, files and the rest of the options
      --label <text>       what labeling answers at once, instead of waiting for a person; may be repeated
      --pace <ms>          how long a frame takes, in milliseconds (default 0)
      --faults <list>      what is to go wrong; may be repeated
  -v, --version            print the version
  -h, --help               print this text

Faults: ${FAULT_GRAMMAR}
`;

/** What is printed when the server is ready: its address, the keys, and a line to try. */
export function welcome(server: EmulatorServer): string {
  const { projects } = server.emulator;
  const width = Math.max(...projects.map((project) => project.key.length));
  const keys = projects.map(({ key, modelType, generations }) => {
    return `  ${key.padEnd(width)}  ${generations.join(" ")}  ${modelType}`;
  });
  return `Hive emulator on ${server.url}
Console, with the tasks that wait for a person: ${server.url}/console

Keys, and the generations that they work with:
${keys.join("\n")}

Try:
  curl ${server.url}${TAG_TASK_PATH} --header 'Authorization: Token demo-colors' --form 'image=@photo.jpg'

Ctrl-C ends it.
`;
}
