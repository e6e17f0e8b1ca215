import { HiveDecodeError } from "../../error/hive-decode-error.ts";
import { HiveTaskError } from "../../error/hive-task-error.ts";
import { scrub } from "../../error/scrub.ts";
import type { TaskHead } from "../../result/task.ts";
import { decodeWire } from "../decode-wire.ts";
import type { JsonPath } from "../protocol.ts";
import { EnvelopeWire, StatusEntryWire } from "./v1-wire.ts";

/** One entry of `status`, with its place in the reply. */
export type Entry = { readonly wire: StatusEntryWire; readonly at: JsonPath };

/** A reply whose outermost form is right: what it says of the task, and its entries. */
export type Envelope = { readonly head: TaskHead; readonly entries: readonly Entry[] };

/**
 * Reads the outermost form of a v1 reply: the three forms of `status` become labels or a list of entries.
 *
 * @param secrets - What must not appear in an error, should Hive repeat it.
 * @throws HiveTaskError if `return_code` is there and is not 200.
 * @throws HiveDecodeError if there is no `status`, or an empty one, or one of another form.
 */
export function decodeEnvelope(json: unknown, secrets: readonly string[] = []): Envelope {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new HiveDecodeError(
      "Hive's reply is JSON but no object, so it holds no result; check that baseUrl leads to Hive's API.",
      { paths: ["(reply)"] },
    );
  }
  const wire = decodeWire(EnvelopeWire, { json, at: [], what: "an envelope" });
  refuseReturnCode(wire, secrets);
  const { labels, entries } = readStatus(wire);
  const head: TaskHead = {
    kind: labels === null ? "model" : "labeling",
    id: wire.id ?? "",
    projectId: wire.project_id ?? null,
    userId: wire.user_id ?? null,
    createdOn: dateOf(wire.created_on),
    fromCache: wire.from_cache ?? false,
    metadata: wire.metadata ?? null,
    labels: labels ?? [],
    raw: json,
  };
  return { head, entries };
}

/** A point in time as Hive writes it, ISO 8601; `null` for absence and for what is no time. */
export function dateOf(text: string | null | undefined): Date | null {
  if (text === null || text === undefined) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

function refuseReturnCode(wire: EnvelopeWire, secrets: readonly string[]): void {
  const code = wire.return_code;
  if (code === null || code === undefined || String(code) === "200") return;
  const hiveMessage = typeof wire.message === "string" ? scrub(wire.message, secrets) : null;
  throw new HiveTaskError(
    `Hive answered 200, but its body says return_code ${code}${hiveMessage === null ? "" : ` (${hiveMessage})`}: the task failed and there is no result.`,
    { codeOf: "return", hiveCode: String(code), hiveMessage, taskId: wire.id ?? null },
  );
}

function readStatus(wire: EnvelopeWire): { labels: readonly string[] | null; entries: readonly Entry[] } {
  const { status } = wire;
  if (Array.isArray(status) && status.length > 0) {
    if (status.every((label) => typeof label === "string")) return { labels: status, entries: [] };
    return { labels: null, entries: status.map((json, index) => readEntry(json, ["status", index])) };
  }
  if (typeof status === "object" && status !== null && !Array.isArray(status)) {
    return { labels: null, entries: [readEntry(status, ["status"])] };
  }
  const form = Array.isArray(status) ? "an empty" : status === undefined ? "no" : "an unreadable";
  throw new HiveDecodeError(
    `Hive answered 200 with ${form} status, so the reply holds no result; it must not be read as a clean one.`,
    { paths: ["status"] },
  );
}

function readEntry(json: unknown, at: JsonPath): Entry {
  const wire = decodeWire(StatusEntryWire, { json, at, what: "a status entry" });
  if (wire.status === undefined && wire.response === undefined) {
    const path = at.length === 1 ? "status" : `status[${at[1]}]`;
    throw new HiveDecodeError(
      `Hive's reply has neither status nor response at ${path}, so it holds no result; it must not be read as a clean one.`,
      { paths: [path] },
    );
  }
  return { wire, at };
}
