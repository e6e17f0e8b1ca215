import type { PayloadLayout } from "./payload-spec.ts";

/** Writes a value of JSON in one of the layouts, beginning at an indent that its surroundings give. */
export function writeJson(value: unknown, layout: PayloadLayout, indent = ""): string {
  if (layout === "compact") return JSON.stringify(value);
  if (layout === "spaced") return writeSpaced(value);
  // Line breaks inside strings are escaped, so these are all between values.
  return JSON.stringify(value, null, 2).replaceAll("\n", `\n${indent}`);
}

/** As Python's `json.dumps(value, ensure_ascii=False)` does. */
function writeSpaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeSpaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${writeSpaced(item)}`);
  return `{${members.join(", ")}}`;
}
