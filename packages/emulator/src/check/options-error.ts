/** An option, or a line of a configuration file, that cannot be used: says where, what was expected and what was given. */
export class EmulatorOptionsError extends Error {
  override readonly name = "EmulatorOptionsError";
}
