import type { Cell, Expected } from "./cell.ts";
import { damaged } from "./damage.ts";

/** The formats in which v1 and v2 send the same entry. */
const STATUS_FORMS = {
  /** v1 as documented and live: `status` is the entry. */
  "v1 object": { api: "v1", entryAt: "status", isList: false },
  /** v1, later. */
  "v1 array": { api: "v1", entryAt: "status[0]", isList: true },
  /** v2. */
  "v2 array": { api: "v2", entryAt: "status[0]", isList: true },
} as const;

/** A format of a response with `status`. */
export type StatusForm = keyof typeof STATUS_FORMS;

/** All formats, for models of both v1 and v2. */
export const ALL_FORMS: readonly StatusForm[] = ["v1 object", "v1 array", "v2 array"];

/**
 * A row of a table: the deviation, its path, the value, and the expected outcome.
 * `@` in a path is the entry: `status`, or `status[0]`.
 */
export type StatusRow = readonly [damage: string, path: string | null, value: unknown, expected: Expected];

/** Creates a cell for each format and each row. The `status` of `reply` is an object or a list with one element. */
export function statusCells(
  type: string,
  reply: unknown,
  table: { readonly forms: readonly StatusForm[]; readonly rows: readonly StatusRow[] },
): readonly Cell[] {
  return table.forms.flatMap((form) => {
    const { api, entryAt, isList } = STATUS_FORMS[form];
    const sound = inForm(reply, isList);
    return table.rows.map(([damage, path, value, expected]): Cell => ({
      api,
      type: `${form}, ${type}`,
      damage,
      reply: path === null ? sound : damaged(sound, path.replace("@", entryAt), value),
      expected:
        expected.outcome === "decode" && expected.paths !== "any"
          ? { ...expected, paths: expected.paths.map((place) => place.replace("@", entryAt)) }
          : expected,
    }));
  });
}

/** Converts the entry of a response to an object or a list. */
function inForm(reply: unknown, isList: boolean): unknown {
  if (typeof reply !== "object" || reply === null || !("status" in reply)) throw new Error("no status");
  const { status } = reply;
  const entry: unknown = Array.isArray(status) ? status[0] : status;
  return { ...reply, status: isList ? [entry] : entry };
}
