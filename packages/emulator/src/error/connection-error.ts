/** A fault breaks the connection on purpose: the caller receives no response, or only a part of it. */
export class BrokenConnection extends Error {
  override readonly name = "BrokenConnection";
  constructor() {
    super("a fault of the emulator broke this connection");
  }
}

/** The request body ended before it was complete: nobody is left to answer, so the caller's `fetch` rejects as for a failed connection. */
export class UploadInterrupted extends Error {
  override readonly name = "UploadInterrupted";
}
