import * as z from "zod/mini";
import { HiveDecodeError } from "../error/hive-decode-error.ts";
import type { JsonPath } from "./protocol.ts";

/**
 * Checks a part of a reply against the schema of its wire format.
 *
 * @param at - Where the part stands in the reply, for the error.
 * @throws HiveDecodeError that names the places, never the values.
 */
export function decodeWire<Schema extends z.ZodMiniType>(
  schema: Schema,
  options: { readonly json: unknown; readonly at: JsonPath; readonly what: string },
): z.output<Schema> {
  const decoded = z.safeParse(schema, options.json);
  if (decoded.success) return decoded.data;
  const paths = decoded.error.issues.map((issue) => showPath([...options.at, ...issue.path]));
  throw new HiveDecodeError(
    `Hive's reply holds ${options.what} of a form that Hivekit does not know, at ${paths.join(", ")}; the result is not usable, please report the form.`,
    { paths },
  );
}

/** Writes a path the way a programmer would: `status.response.output[3].classes`. The root is `(reply)`. */
function showPath(path: readonly PropertyKey[]): string {
  let shown = "";
  for (const step of path) {
    if (typeof step === "number") shown += `[${step}]`;
    else shown += shown === "" ? String(step) : `.${String(step)}`;
  }
  return shown === "" ? "(reply)" : shown;
}
