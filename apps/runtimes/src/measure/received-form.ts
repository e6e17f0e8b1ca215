import { createHash } from "node:crypto";

/** The file of a form. */
export type ReceivedFile = {
  /** The header lines of the file's part. */
  readonly head: string;
  /** The size of the file without the multipart framing. */
  readonly sizeBytes: number;
  /** The hash of the file, in hexadecimal. */
  readonly sha256: string;
};

const HEAD_END = "\r\n\r\n";

/**
 * Counts and hashes the only file of a multipart/form-data body while it arrives. It is independent of core's encoder,
 * so that the two do not share a bug.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
 */
export class ReceivedForm {
  readonly #boundary: string;
  readonly #hash = createHash("sha256");
  /** Set when the header lines are complete. */
  #head: string | null = null;
  /** Bytes that may belong to the header lines or to the closing boundary. */
  #held: Buffer = Buffer.alloc(0);
  #sizeBytes = 0;

  /** @throws Error if the body is not multipart/form-data. */
  constructor(contentType: string | undefined) {
    const boundary = /^multipart\/form-data; boundary="?([^";]+)"?$/.exec(contentType ?? "")?.[1];
    if (boundary === undefined) throw new Error(`the body must be multipart/form-data, got ${contentType}`);
    this.#boundary = boundary;
  }

  /** Adds the next chunk of the body. */
  write(chunk: Buffer): void {
    let bytes = Buffer.concat([this.#held, chunk]);
    if (this.#head === null) {
      const end = bytes.indexOf(HEAD_END);
      if (end === -1) {
        this.#held = bytes;
        return;
      }
      this.#head = bytes.toString("latin1", 0, end);
      bytes = bytes.subarray(end + HEAD_END.length);
    }
    const fileBytes = Math.max(0, bytes.length - this.#tail.length);
    this.#hash.update(bytes.subarray(0, fileBytes));
    this.#sizeBytes += fileBytes;
    this.#held = bytes.subarray(fileBytes);
  }

  /** Ends the body. @throws Error if it is not one part between its boundaries. */
  end(): ReceivedFile {
    const head = this.#head;
    if (head === null || !head.startsWith(`--${this.#boundary}\r\n`)) {
      throw new Error("the form does not start with its boundary");
    }
    if (this.#held.toString("latin1") !== this.#tail) {
      throw new Error("the form does not end with its boundary");
    }
    return { head, sizeBytes: this.#sizeBytes, sha256: this.#hash.digest("hex") };
  }

  get #tail(): string {
    return `\r\n--${this.#boundary}--\r\n`;
  }
}
