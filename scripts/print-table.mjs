/** Prints rows as a table with aligned columns, whose titles are the keys of the first row. */
export function printTable(rows) {
  const columns = Object.keys(rows[0] ?? {});
  const widthOf = (column) => Math.max(column.length, ...rows.map((row) => String(row[column] ?? "").length));
  const lineOf = (cells) =>
    `| ${columns.map((column) => cells(column).padEnd(widthOf(column))).join(" | ")} |`;
  console.log(lineOf((column) => column));
  console.log(lineOf((column) => "-".repeat(widthOf(column))));
  for (const row of rows) console.log(lineOf((column) => String(row[column] ?? "")));
}
