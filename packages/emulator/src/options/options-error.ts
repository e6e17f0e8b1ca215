// A file of its own: index.ts exports it, and the published declarations must not import zod, as check-options.ts does.

/**
 * An option of the emulator, or a value in its configuration file, is not valid. The message names the option, the
 * values that it accepts and the value that it got.
 */
export class EmulatorOptionsError extends Error {
  /** The name of the class, also in minified code. */
  override readonly name = "EmulatorOptionsError";
}
