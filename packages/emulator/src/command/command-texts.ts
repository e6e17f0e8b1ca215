import type { EmulatorServer } from "../listen.ts";
import { TAG_TASK_PATH } from "../v1/v1-generation.ts";
import { DEFAULT_PORT } from "./parse-command.ts";

/** What `--help` prints. */
export const HELP = `Hive on your desk: answers Hive's API without a key or a network.

Usage: hivekit-emulator [options]

  -p, --port <number>      the port, 0 for a free one (default ${DEFAULT_PORT})
      --host <address>     the address to bind to (default 127.0.0.1)
      --allow-host <name>  a host besides this machine from which image_url is fetched; may be repeated
  -v, --version            print the version
  -h, --help               print this text
`;

/** What is printed when the server is ready: its address, the keys, and a line to try. */
export function welcome(server: EmulatorServer): string {
  const { projects } = server.emulator;
  const width = Math.max(...projects.map((project) => project.key.length));
  const keys = projects.map((project) => `  ${project.key.padEnd(width)}  ${project.modelType}`);
  return `Hive emulator on ${server.url}

Keys:
${keys.join("\n")}

Try:
  curl ${server.url}${TAG_TASK_PATH} --header 'Authorization: Token demo-colors' --form 'image=@photo.jpg'

Ctrl-C ends it.
`;
}
