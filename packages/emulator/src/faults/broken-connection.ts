/** The connection is broken off on purpose: there is no answer. */
export class BrokenConnection extends Error {
  override readonly name = "BrokenConnection";
  constructor() {
    super("the emulator was asked to break this connection");
  }
}
