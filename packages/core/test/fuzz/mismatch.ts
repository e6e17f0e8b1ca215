/** What a reader does that it should not. */
export type MismatchKind =
  | "a frame differs"
  | "a frame is missing"
  | "a frame is too much"
  | "a frame comes late"
  | "the envelope differs"
  | "a valid document is refused"
  | "an invalid document is accepted"
  | "a key that comes again is accepted"
  | "the error is of the wrong kind"
  | "the body is not closed"
  | "the body is read on"
  | "the iterator goes on"
  | "it throws what nobody expects"
  | "it does not come to an end"
  | "the oracles disagree";

/** Thrown by the checks. */
export class Mismatch extends Error {
  readonly kind: MismatchKind;

  constructor(kind: MismatchKind, detail = "") {
    super(detail === "" ? kind : `${kind}: ${detail}`);
    this.kind = kind;
  }
}

/** @throws Mismatch if it does not hold. */
export function must(holds: boolean, kind: MismatchKind, detail = ""): asserts holds {
  if (!holds) throw new Mismatch(kind, detail);
}
