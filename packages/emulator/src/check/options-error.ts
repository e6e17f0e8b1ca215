/** An option, or a line of a configuration file, that cannot be used: says where, what was expected and what was given. */
export class EmulatorOptionsError extends Error {
  /** The class's name, also in a bundle. */
  override readonly name = "EmulatorOptionsError";
}
