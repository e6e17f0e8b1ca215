import { stat } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { ServedDesk } from "../app/serve-desk.ts";
import { createEmulatedProjects, LABELING_PROJECT } from "../config/emulated-projects.ts";
import { DEMO_FILES, DEMO_FOLDER } from "../config/folders.ts";
import { readLiveProject, readLivePromptProject } from "../config/live-project.ts";
import type { Project } from "../config/project.ts";
import { UserError } from "../config/user-error.ts";
import { HELP, parseCommandLine } from "./command-line.ts";
import type { Command } from "./command-line.ts";
import { createClients, printResults } from "./print-results.ts";

/** The parts of the process that the command uses. */
export type CommandContext = {
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
  /** Resolves when the user stops the command. */
  readonly stopped: Promise<void>;
};

/**
 * Runs the desk's command: submits media and prints the results, then serves the page until it is stopped.
 *
 * @throws UserError if the user can fix the problem.
 */
export async function runCommand({ args, environment, print, stopped }: CommandContext): Promise<void> {
  const command = parseCommandLine(args);
  if (command.help) return print(HELP);
  const files = command.files.length > 0 ? command.files : DEMO_FILES.map((name) => join(DEMO_FOLDER, name));
  await checkFiles(files);
  await using backend = command.live ? openLive(environment) : await openEmulator();
  const clients = createClients(backend.projects.filter(({ name }) => backend.printed.includes(name)));
  // Listens first, so that nothing is submitted if the port is in use.
  await using desk = command.once ? null : await openDesk(backend, command, environment);
  print(backend.announcement);
  print("");
  const ended = desk === null ? stopped : Promise.race([stopped, desk.lost]);
  const controller = new AbortController();
  const printing = (async () => {
    for (const file of files) await printResults(file, { clients, print, signal: controller.signal });
    if (desk !== null)
      print(`Serving on ${desk.url}: open it and drop a picture, a GIF or a video. Press Ctrl-C to stop.`);
    return "printed";
  })();
  if ((await Promise.race([printing, ended])) !== "printed") {
    printing.catch(() => {});
    controller.abort();
    return;
  }
  if (desk !== null) await ended;
}

async function checkFiles(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const found = await stat(file).catch(() => null);
    if (found?.isFile() !== true) {
      throw new UserError(`The file ${file} does not exist. Specify the path of an image, a GIF or a video.`);
    }
  }
}

/** The emulator takes time for each frame, as Hive does, so that the page shows how the verdict changes. */
const PACE = { msPerFrame: 60 };

type Backend = AsyncDisposable & {
  readonly projects: readonly Project[];
  /** The names of the projects that the command submits files to. */
  readonly printed: readonly string[];
  readonly isLive: boolean;
  readonly announcement: string;
};

async function openEmulator(): Promise<Backend> {
  const emulator = await listen({ emulator: createEmulator({ projects: [LABELING_PROJECT], pace: PACE }) });
  return {
    projects: createEmulatedProjects(emulator),
    printed: ["colors", "boxes"],
    isLive: false,
    announcement: `Using the embedded emulator on ${emulator.url}: nothing leaves this machine, nothing is billed.`,
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

function openLive(environment: NodeJS.ProcessEnv): Backend {
  const project = readLiveProject(environment);
  const prompt = readLivePromptProject(environment);
  const url = project.options.baseUrl ?? "https://api.thehive.ai";
  return {
    projects: prompt === null ? [project] : [project, prompt],
    // The command does not wait for reviewers.
    printed: project.isLabeling ? [] : [project.name],
    isLive: true,
    announcement: `LIVE: using ${url} with HIVE_API_KEY${prompt === null ? "" : " and HIVE_VLM_API_KEY"}. Every submission is billed.`,
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Imports Nest and the database only if they are needed, which makes `--once` faster. */
async function openDesk(
  { projects, isLive }: Backend,
  { data: folder, maxUploadBytes, port }: Command,
  environment: NodeJS.ProcessEnv,
): Promise<ServedDesk> {
  const { serveDesk } = await import("../app/serve-desk.ts");
  const databaseUrl = environment["DATABASE_URL"] || undefined;
  return serveDesk({ projects, isLive, maxUploadBytes, folder, databaseUrl, port });
}
