import { isHiveError } from "../error/is-hive-error.ts";
import type { Task } from "../result/task.ts";

/** The piece whose submission failed. */
export type FailedPiece = {
  /** The number of the piece, from 1. */
  readonly number: number;
  /** The number of pieces into which the text was split. */
  readonly count: number;
  /** Index of the first character of the piece in the original text, in UTF-16 units. */
  readonly start: number;
  /** Index after the last character of the piece in the original text, in UTF-16 units. */
  readonly end: number;
  /**
   * The merged task of the pieces that succeeded before the failure, which Hive has charged; `null` if none did. Its
   * results are not evaluated, so its verdict is never `allow`. It may contain parts of the text: do not log it.
   */
  readonly partial: Task | null;
};

/**
 * By error; `null` if the error failed several calls. Not a property of the error, because errors are logged and a task
 * may contain the user's text.
 */
const failedPieces = new WeakMap<object, FailedPiece | null>();

/**
 * Returns the piece that made `classifyText` fail.
 *
 * @param error - What `classifyText` threw.
 * @returns `null` if the failure does not concern a single piece: for a text that is a single submission, for an invalid
 * option, for an abort, and for an error that the classifier throws in several calls of `classifyText`.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { classifyText, failedPieceOf } from "@hivekit/core/text";
 *
 * const hive = new HiveClient({ apiKey: "YOUR_TEXT_KEY", api: "v2" });
 * try {
 *   await classifyText(hive, "A long text. ".repeat(500));
 * } catch (error) {
 *   const piece = failedPieceOf(error);
 *   if (piece !== null) console.error(`piece ${piece.number} of ${piece.count}`, piece.partial?.results[0]?.chargeUsd);
 *   throw error;
 * }
 * ```
 */
export function failedPieceOf(error: unknown): FailedPiece | null {
  return typeof error === "object" && error !== null ? (failedPieces.get(error) ?? null) : null;
}

/** Remembers which piece an error concerns, and adds it to the message of a Hivekit error. Changes no other error. */
export function markFailedPiece(error: unknown, piece: FailedPiece): void {
  if (typeof error !== "object" || error === null) return;
  if (failedPieces.has(error)) {
    // A cache may share one failure among calls. No call may get the text of another one.
    failedPieces.set(error, null);
    return;
  }
  failedPieces.set(error, piece);
  if (!isHiveError(error)) return;
  const { message, stack } = error;
  const { number, count, start, end } = piece;
  const longer = `Piece ${number} of ${count} (UTF-16 units ${start} to ${end}) failed: ${message}`;
  // `Reflect.set` does not throw if the error is frozen. The stack repeats the message.
  Reflect.set(error, "message", longer);
  Reflect.set(
    error,
    "stack",
    stack?.replace(message, () => longer),
  );
}
