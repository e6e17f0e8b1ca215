/** The cells of a table row, by column name. */
export type Row = Readonly<Record<string, string | number | null>>;

/**
 * Formats rows as a Markdown table with padded columns and right-aligned numbers. The table has the columns of all
 * rows, in the order of their first occurrence. Missing and `null` cells are dashes.
 */
export function formatTable(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isNumeric = (column: string): boolean => rows.every((row) => typeof (row[column] ?? 0) === "number");
  const texts = rows.map((row) => columns.map((column) => String(row[column] ?? "–").replaceAll("|", "\\|")));
  const widths = columns.map((column, index) =>
    Math.max(3, column.length, ...texts.map((cells) => cells[index]?.length ?? 0)),
  );
  const pad = (text: string, index: number): string => {
    const width = widths[index] ?? 0;
    return isNumeric(columns[index] ?? "") ? text.padStart(width) : text.padEnd(width);
  };
  const rule = columns.map((column, index) => {
    const dashes = "-".repeat((widths[index] ?? 0) - 1);
    return isNumeric(column) ? `${dashes}:` : `${dashes}-`;
  });
  return [columns.map(pad), rule, ...texts.map((cells) => cells.map(pad))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
