import type { Cell, Expected } from "./cell.ts";
import { damaged } from "./damage.ts";

/** The forms in which v1 and v2 write the same entry. */
const STATUS_FORMS = {
  /** v1 as documented and live: `status` is the entry. */
  "v1 object": { api: "v1", entryAt: "status", isList: false },
  /** v1, later. */
  "v1 array": { api: "v1", entryAt: "status[0]", isList: true },
  /** v2. */
  "v2 array": { api: "v2", entryAt: "status[0]", isList: true },
} as const;

/** A form of a reply with `status`. */
export type StatusForm = keyof typeof STATUS_FORMS;

/** All forms, for what v1 has as well as v2. */
export const ALL_FORMS: readonly StatusForm[] = ["v1 object", "v1 array", "v2 array"];

/**
 * One line of a table: what is unusual, where, what stands there instead, what comes of it.
 * `@` in a place stands for the entry: `status`, or `status[0]`.
 */
export type StatusRow = readonly [damage: string, path: string | null, value: unknown, expected: Expected];

/** @returns a cell for each form and each row. `reply` has `status` as an object or as a list of one. */
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

/** The same reply with its one entry as an object, or in a list. */
function inForm(reply: unknown, isList: boolean): unknown {
  if (typeof reply !== "object" || reply === null || !("status" in reply)) throw new Error("no status");
  const { status } = reply;
  const entry: unknown = Array.isArray(status) ? status[0] : status;
  return { ...reply, status: isList ? [entry] : entry };
}
