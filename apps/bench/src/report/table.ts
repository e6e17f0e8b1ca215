/** One line of a table, by column. */
export type Row = Readonly<Record<string, string | number | null>>;

/**
 * Writes rows as a table of Markdown that reads well as plain text, too: columns padded, numbers to the right. The columns are those
 * of all rows, in the order in which they first come; what a row lacks or has as `null` is a dash.
 */
export function markdownTable(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isNumeric = (column: string): boolean => rows.every((row) => typeof (row[column] ?? 0) === "number");
  const texts = rows.map((row) => columns.map((column) => String(row[column] ?? "–").replaceAll("|", "\\|")));
  const widths = columns.map((column, place) =>
    Math.max(3, column.length, ...texts.map((cells) => cells[place]?.length ?? 0)),
  );
  const pad = (text: string, place: number): string => {
    const width = widths[place] ?? 0;
    return isNumeric(columns[place] ?? "") ? text.padStart(width) : text.padEnd(width);
  };
  const rule = columns.map((column, place) => {
    const dashes = "-".repeat((widths[place] ?? 0) - 1);
    return isNumeric(column) ? `${dashes}:` : `${dashes}-`;
  });
  return [columns.map(pad), rule, ...texts.map((cells) => cells.map(pad))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
