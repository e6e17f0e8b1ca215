import { openAsBlob } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { checkConfig } from "../state/check-emulator-options.ts";
import type { EmulatorOptions } from "../state/emulator-options.ts";
import { EmulatorOptionsError } from "../options/options-error.ts";

/**
 * Reads a configuration file: the options of `createEmulator` that JSON can express. `files` are paths, relative to the
 * configuration file.
 *
 * @throws EmulatorOptionsError when the file cannot be read, is not JSON, has an invalid option, or names a file that
 * does not exist.
 */
export async function readConfig(path: string): Promise<EmulatorOptions> {
  const { files, ...options } = checkConfig(await readJson(path), path);
  return { ...options, files: files === undefined ? undefined : await openFiles(files, path) };
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new EmulatorOptionsError(`The configuration file ${path} could not be read (${reason}).`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmulatorOptionsError(`The configuration file ${path} is not valid JSON: ${reason}.`);
  }
}

async function openFiles(
  files: Readonly<Record<string, string>>,
  configPath: string,
): Promise<Record<string, () => Promise<Blob>>> {
  const opened: Record<string, () => Promise<Blob>> = {};
  for (const [url, relativePath] of Object.entries(files)) {
    const path = resolve(dirname(configPath), relativePath);
    const stats = await stat(path).catch(() => null);
    if (stats?.isFile() !== true)
      throw new EmulatorOptionsError(`files["${url}"] names ${path}, but there is no such file.`);
    opened[url] = () => openAsBlob(path);
  }
  return opened;
}
