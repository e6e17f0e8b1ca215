/** A table row: its cells by column, and its problem. */
export type Row = {
  readonly cells: Readonly<Record<string, string | number | boolean | null>>;
  /** The exceeded limit or the failure; `null` if there is none. */
  readonly problem: string | null;
};

/** The result of a measurement. Without rows it counts as failed. */
export type Measurement = {
  /** The subject, the conditions and the limit, in one sentence. */
  readonly title: string;
  readonly rows: readonly Row[];
};

/** The options of the command line. */
export type MeasureOptions = {
  /** The delay of a response or an answer, in seconds; `null` for the default of the measurement. */
  readonly seconds: number | null;
  /** The entry point of another build of core to compare with, as a file URL; `null` for none. */
  readonly baseline: string | null;
};

/** Converts bytes to megabytes (1,000,000 bytes) with one decimal. */
export function toMegabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}

/** Converts milliseconds to seconds with one decimal. */
export function toSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}

/** Describes a thrown value in one line. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
