/** One line of a table: what is shown, by column, and what is wrong with it. */
export type Row = {
  readonly cells: Readonly<Record<string, string | number | boolean | null>>;
  /** Which bound is broken, or what failed; `null` if nothing is. */
  readonly problem: string | null;
};

/** What was measured. Without a row it counts as failed. */
export type Measurement = {
  /** What, on what, and the bound, in one sentence. */
  readonly title: string;
  readonly rows: readonly Row[];
};

/** What the command line says beside the measurement's name. */
export type MeasureOptions = {
  /** How long an answer is held back, in seconds; `null` for the measurement's own default. */
  readonly seconds: number | null;
};

/** Bytes as megabytes of a million, to one decimal. */
export function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}

/** Milliseconds as seconds, to one decimal. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}

/** What somebody threw, in one line. */
export function problemOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
