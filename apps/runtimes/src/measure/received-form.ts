import { createHash } from "node:crypto";

/** What a form held. */
export type ReceivedFile = {
  /** The lines above the file's bytes, as they came. */
  readonly head: string;
  /** Of the file alone, without what multipart puts around it. */
  readonly sizeBytes: number;
  /** Of the file alone, in hexadecimal. */
  readonly sha256: string;
};

const HEAD_END = "\r\n\r\n";

/**
 * Counts and hashes the one file of a multipart/form-data body while it arrives. Written apart from core's encoder, so that no
 * mistake of its hides in both.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
 */
export class ReceivedForm {
  readonly #boundary: string;
  readonly #hash = createHash("sha256");
  /** Set once the lines above the file are whole. */
  #head: string | null = null;
  /** What may still belong to the head, or to the closing boundary. */
  #held: Buffer = Buffer.alloc(0);
  #sizeBytes = 0;

  /** @throws Error if it is no multipart/form-data. */
  constructor(contentType: string | undefined) {
    const boundary = /^multipart\/form-data; boundary="?([^";]+)"?$/.exec(contentType ?? "")?.[1];
    if (boundary === undefined) throw new Error(`the body is no multipart/form-data: ${contentType}`);
    this.#boundary = boundary;
  }

  /** Takes the next piece of the body. */
  write(piece: Buffer): void {
    let bytes = Buffer.concat([this.#held, piece]);
    if (this.#head === null) {
      const end = bytes.indexOf(HEAD_END);
      if (end === -1) {
        this.#held = bytes;
        return;
      }
      this.#head = bytes.toString("latin1", 0, end);
      bytes = bytes.subarray(end + HEAD_END.length);
    }
    const sure = Math.max(0, bytes.length - this.#tail.length);
    this.#hash.update(bytes.subarray(0, sure));
    this.#sizeBytes += sure;
    this.#held = bytes.subarray(sure);
  }

  /** @throws Error if the body is not one part between its boundaries. */
  end(): ReceivedFile {
    const head = this.#head;
    if (head === null || !head.startsWith(`--${this.#boundary}\r\n`)) {
      throw new Error("the form does not begin with its boundary");
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
