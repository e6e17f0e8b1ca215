import { stat } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import { HELP, parseCommandLine } from "./command-line.ts";
import type { Command } from "./command-line.ts";
import { emulatedProjects, LABELING_PROJECT } from "./emulated-projects.ts";
import { DEMO_FILES, DEMO_FOLDER } from "./folders.ts";
import { liveProject } from "./live-project.ts";
import { clientsOf, narrate } from "./narrate.ts";
import { Problem } from "./problem.ts";
import type { Project } from "./project.ts";
import type { ServedDesk } from "./serve.ts";

/** What the command needs of the process around it. */
export type Surroundings = {
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
  /** Resolves when the user wants the command to end. */
  readonly stopped: Promise<void>;
};

/**
 * The sample's command: submits media and prints what comes, then serves the page until it is stopped.
 *
 * @throws Problem for what the user can mend.
 */
export async function run({ args, environment, print, stopped }: Surroundings): Promise<void> {
  const command = parseCommandLine(args);
  if (command.help) return print(HELP);
  const files = command.files.length > 0 ? command.files : DEMO_FILES.map((name) => join(DEMO_FOLDER, name));
  await checkFiles(files);
  await using backend = command.live ? openLive(environment) : await openEmulator();
  const clients = clientsOf(backend.projects.filter(({ name }) => backend.narrated.includes(name)));
  // The port first: if it is taken, nothing must have been submitted.
  await using app = command.once ? null : await open(backend, command, environment);
  print(backend.announcement);
  print("");
  const ended = app === null ? stopped : Promise.race([stopped, app.lost]);
  const end = new AbortController();
  const story = (async () => {
    for (const file of files) await narrate(file, { clients, print, signal: end.signal });
    if (app !== null)
      print(`Serving on ${app.address}: open it and drop a picture, a GIF or a video. Ctrl-C ends.`);
    return "told";
  })();
  if ((await Promise.race([story, ended])) !== "told") {
    story.catch(() => {});
    end.abort();
    return;
  }
  if (app !== null) await ended;
}

async function checkFiles(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const found = await stat(file).catch(() => null);
    if (found?.isFile() !== true) {
      throw new Problem(`There is no file ${file}; give the path of an image, a GIF or a video.`);
    }
  }
}

/** Frames take their time, as Hive's do: so a verdict is seen to form. */
const PACE = { msPerFrame: 60 };

type Backend = AsyncDisposable & {
  readonly projects: readonly Project[];
  /** The names of those that files of the command go to. */
  readonly narrated: readonly string[];
  readonly isLive: boolean;
  readonly announcement: string;
};

async function openEmulator(): Promise<Backend> {
  const emulator = await listen({ emulator: createEmulator({ projects: [LABELING_PROJECT], pace: PACE }) });
  return {
    projects: emulatedProjects(emulator),
    narrated: ["colors", "boxes"],
    isLive: false,
    announcement: `Talking to the embedded emulator on ${emulator.url}: nothing leaves this machine, nothing is billed.`,
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

function openLive(environment: NodeJS.ProcessEnv): Backend {
  const project = liveProject(environment);
  const where = project.options.baseUrl ?? "https://api.thehive.ai";
  return {
    projects: [project],
    // Nobody waits for people.
    narrated: project.isLabeling ? [] : [project.name],
    isLive: true,
    announcement: `LIVE: talking to ${where} with HIVE_API_KEY. Every submission is billed.`,
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Nest and the database are loaded only where they are needed. */
async function open(
  { projects, isLive }: Backend,
  { data: folder, maxUploadBytes, port }: Command,
  environment: NodeJS.ProcessEnv,
): Promise<ServedDesk> {
  const { serve } = await import("./serve.ts");
  const databaseUrl = environment["DATABASE_URL"] || undefined;
  return serve({ projects, isLive, maxUploadBytes, folder, databaseUrl, port });
}
