import { join } from "node:path";
import { stat } from "node:fs/promises";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { HELP, parseCommandLine } from "./command-line.ts";
import type { Command } from "./command-line.ts";
import { APP_LOGGER, createApp, DEMO_FOLDER } from "./create-app.ts";
import { Desk } from "./desk.ts";
import { narrate } from "./narrate.ts";
import { Problem } from "./problem.ts";
import { emulatedProjects, liveProject } from "./project.ts";
import type { Project } from "./project.ts";

const DEMO_FILES = ["shapes.jpg", "traffic-light.gif", "colors.mp4"].map((name) => join(DEMO_FOLDER, name));

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
export async function run(surroundings: Surroundings): Promise<void> {
  const { args, environment, print, stopped } = surroundings;
  const command = parseCommandLine(args);
  if (command.help) return print(HELP);
  const files = command.files.length > 0 ? command.files : DEMO_FILES;
  await checkFiles(files);
  await using backend = command.live ? openLive(environment) : await openEmulator();
  await using app = await openApp(backend.projects);
  // The port first: if it is taken, nothing must have been submitted.
  const address = command.once ? null : await serve(app.nest, command);
  print(backend.announcement);
  print("");
  const narration = { desk: app.nest.get(Desk), projects: backend.narrated, print };
  const story = (async () => {
    for (const file of files) {
      await narrate(file, narration);
    }
    if (address !== null)
      print(`Serving on ${address}: open it and drop a picture, a GIF or a video. Ctrl-C ends.`);
    return "told";
  })();
  if ((await Promise.race([story, stopped])) !== "told") {
    // Closing the app ends the story; its end is what was asked for.
    story.catch(() => {});
    return;
  }
  if (address !== null) await stopped;
}

async function checkFiles(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const found = await stat(file).catch(() => null);
    if (found?.isFile() !== true) {
      throw new Problem(`There is no file ${file}; give the path of an image, a GIF or a video.`);
    }
  }
}

type Backend = AsyncDisposable & {
  readonly projects: readonly Project[];
  /** The names of those that files of the command go to. */
  readonly narrated: readonly string[];
  readonly announcement: string;
};

async function openEmulator(): Promise<Backend> {
  // Nobody sits at the desk to label: the answer is always the same.
  const emulator = await listen({ emulator: createEmulator({ labels: ["yes"] }) });
  return {
    projects: emulatedProjects(emulator),
    narrated: ["colors", "boxes"],
    announcement: `Talking to the embedded emulator on ${emulator.url}: nothing leaves this machine, nothing is billed.`,
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

function openLive(environment: NodeJS.ProcessEnv): Backend {
  const project = liveProject(environment);
  const where = project.options.baseUrl ?? "https://api.thehive.ai";
  return {
    projects: [project],
    narrated: [project.name],
    announcement: `LIVE: talking to ${where} with HIVE_API_KEY. Every submission is billed.`,
    [Symbol.asyncDispose]: async () => {},
  };
}

async function openApp(
  projects: readonly Project[],
): Promise<AsyncDisposable & { nest: NestExpressApplication }> {
  const nest = await createApp(projects);
  await nest.init();
  return { nest, [Symbol.asyncDispose]: () => nest.close() };
}

async function serve(nest: NestExpressApplication, command: Command): Promise<string> {
  try {
    await nest.listen(command.port, "127.0.0.1");
    nest.useLogger(APP_LOGGER);
  } catch (error) {
    if (
      error instanceof Error &&
      "code" in error &&
      (error.code === "EADDRINUSE" || error.code === "EACCES")
    ) {
      throw new Problem(
        `Port ${command.port} is ${error.code === "EADDRINUSE" ? "in use" : "not allowed"}; choose another with npm start -- --port N.`,
        { cause: error },
      );
    }
    throw error;
  }
  return nest.getUrl();
}
