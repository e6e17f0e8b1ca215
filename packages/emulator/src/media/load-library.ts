import { MediaError } from "./media-error.ts";

/**
 * Imports an optional dependency when it is first needed.
 *
 * @param name - the name of the npm package.
 * @throws MediaError 3000 with a message that names the package, when it is not installed or cannot be loaded on this
 * machine.
 */
export async function loadLibrary<T>(name: string, importer: () => Promise<T>): Promise<T> {
  try {
    return await importer();
  } catch (cause) {
    throw new MediaError(
      "3000",
      `the emulator decodes this file with the package "${name}", which could not be loaded; install it with "npm install ${name}" or, inside Jest, run the emulator in its own process with "npx @hivekit/emulator"`,
      { cause },
    );
  }
}
