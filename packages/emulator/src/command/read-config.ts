import { openAsBlob } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { checkEmulatorOptions } from "../check-emulator-options.ts";
import { checkObject, checkText, isPlainObject, optional } from "../check/check-value.ts";
import { EmulatorOptionsError } from "../check/options-error.ts";
import type { EmulatorOptions } from "../emulator-options.ts";

/** What a configuration file may hold: the options of `createEmulator` that JSON can say. */
const KEYS = [
  "projects",
  "rules",
  "labels",
  "faults",
  "pace",
  "allowedHosts",
  "ownHosts",
  "files",
  "seed",
  "maxBodyBytes",
  "maxQueueBytes",
  "keepTasks",
];

/**
 * Reads a configuration file. In it, `files` are paths, relative to the file itself.
 *
 * @throws EmulatorOptionsError when the file cannot be read, is no JSON, holds what cannot be used, or names a file that is not there.
 */
export async function readConfig(path: string): Promise<EmulatorOptions> {
  const { files, ...options } = checkObject(await readJson(path), path, KEYS);
  checkEmulatorOptions(options);
  return {
    ...options,
    files:
      optional(files, "files", (given) => given) === undefined ? undefined : await openFiles(files, path),
  };
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new EmulatorOptionsError(`The configuration file ${path} cannot be read (${reason}).`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmulatorOptionsError(`The configuration file ${path} is no JSON: ${reason}.`);
  }
}

async function openFiles(files: unknown, configPath: string): Promise<Record<string, () => Promise<Blob>>> {
  if (!isPlainObject(files)) {
    throw new EmulatorOptionsError(
      'files must be an object such as { "https://media.example/a.jpg": "a.jpg" }.',
    );
  }
  const opened: Record<string, () => Promise<Blob>> = {};
  for (const [url, given] of Object.entries(files)) {
    const path = resolve(dirname(configPath), checkText(given, `files["${url}"]`));
    const found = await stat(path).catch(() => null);
    if (found?.isFile() !== true)
      throw new EmulatorOptionsError(`files["${url}"]: there is no file ${path}.`);
    opened[url] = () => openAsBlob(path);
  }
  return opened;
}
