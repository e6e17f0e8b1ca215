// In a separate file, because index.ts exports it and the published declarations must not import zod, as
// check-options.ts does.

/**
 * An option of the emulator or a value in its configuration file is not valid. The message names the option, the
 * accepted values and the given value.
 */
export class EmulatorOptionsError extends Error {
  /** The name of the class, even in minified code. */
  override readonly name = "EmulatorOptionsError";
}
