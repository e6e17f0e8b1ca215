import type { Measurement } from "./measurement.ts";

/**
 * Prints a measurement to standard output: a table and its problems, or one line of JSON.
 *
 * @returns whether the measurement is within all limits.
 */
export function printMeasurement(
  { title, rows }: Measurement,
  options: { readonly isJson: boolean },
): boolean {
  const failed = rows.filter((row) => row.problem !== null);
  const isHeld = rows.length > 0 && failed.length === 0;
  if (options.isJson) {
    const flat = rows.map(({ cells, problem }) => ({ ...cells, problem }));
    console.log(JSON.stringify({ title, isHeld, rows: flat }));
    return isHeld;
  }
  console.log(title);
  console.table(rows.map(({ cells, problem }) => ({ ...cells, held: problem === null })));
  for (const { cells, problem } of failed) console.log(`✗ ${Object.values(cells)[0]}: ${problem}`);
  if (isHeld) console.log("✓ within all limits");
  return isHeld;
}
