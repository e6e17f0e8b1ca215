/** An error of a reader. */
export type MismatchKind =
  | "a frame differs"
  | "a frame is missing"
  | "an extra frame"
  | "a frame is late"
  | "the envelope differs"
  | "a valid document is rejected"
  | "an invalid document is accepted"
  | "a repeated key is accepted"
  | "the error is of the wrong kind"
  | "the body is not closed"
  | "the body is read after its end"
  | "the iterator continues"
  | "an unexpected error"
  | "it does not end"
  | "the oracles disagree";

/** Thrown by the checks. */
export class Mismatch extends Error {
  readonly kind: MismatchKind;

  constructor(kind: MismatchKind, detail = "") {
    super(detail === "" ? kind : `${kind}: ${detail}`);
    this.kind = kind;
  }
}

/** @throws Mismatch if the condition is false. */
export function must(holds: boolean, kind: MismatchKind, detail = ""): asserts holds {
  if (!holds) throw new Mismatch(kind, detail);
}
