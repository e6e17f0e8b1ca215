/**
 * Tells whether a program printed what its document shows. Lines are compared without the blanks at their ends; `…` alone on a line
 * stands for any lines, and within a line for anything.
 */
export function showsOutput(shown: string): (printed: string) => boolean {
  const lines = shown.trim().split("\n");
  const pattern = lines.map((line) =>
    line.trim() === "…"
      ? "(?:.*\\n)*"
      : `${line
          .trimEnd()
          .split("…")
          .map((part) => RegExp.escape(part))
          .join(".*")}\\s*\\n`,
  );
  const whole = new RegExp(`^${pattern.join("")}$`);
  return (printed) => whole.test(`${printed.trim()}\n`);
}
