import type { PayloadForm, PayloadLayout } from "./payload-spec.ts";

/** The text around the frames of a reply. */
export type ReplyLayout = {
  readonly before: string;
  /** The text between two frames. */
  readonly between: string;
  readonly after: string;
  /** The indent of the lines of a frame. */
  readonly indent: string;
};

const PLACEHOLDER = "frames go here";
const CREATED_ON = "2026-11-24T09:00:00.000Z";

/** Creates the text around the frames of a reply. */
export function createReplyLayout(form: PayloadForm, layout: PayloadLayout): ReplyLayout {
  const [before = "", after = ""] = writeJson(createEnvelope(form), layout).split(
    JSON.stringify(PLACEHOLDER),
  );
  const indent = layout === "pretty" ? (/\n( *)$/.exec(before)?.[1] ?? "") : "";
  const between = { compact: ",", spaced: ", ", pretty: `,\n${indent}` }[layout];
  return { before, between, after, indent };
}

/** Writes JSON in a layout. `indent` is the indent of the surrounding lines. */
export function writeJson(value: unknown, layout: PayloadLayout, indent = ""): string {
  if (layout === "compact") return JSON.stringify(value);
  if (layout === "spaced") return writeSpaced(value);
  // Line breaks in strings are escaped, so all of these are between values.
  return JSON.stringify(value, null, 2).replaceAll("\n", `\n${indent}`);
}

/** Writes JSON like Python's `json.dumps(value, ensure_ascii=False)`. */
function writeSpaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeSpaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${writeSpaced(item)}`);
  return `{${members.join(", ")}}`;
}

/** Creates a reply like those in the fixtures of its generation. */
function createEnvelope(form: PayloadForm): unknown {
  const output = [PLACEHOLDER];
  if (form === "v3") return { task_id: "987001", model: "hive/visual-moderation", version: "1", output };
  const entry = {
    status: { code: "0", message: "SUCCESS" },
    response: {
      input: {
        id: "00000000-0000-4000-8000-000000000000",
        charge: 0.003,
        model: "bench",
        model_version: 1,
        model_type: form === "detection" ? "BOUNDING_BOX" : "CATEGORIZATION",
        created_on: CREATED_ON,
        media: { url: null, filename: "clip.mp4", type: "VIDEO", mimetype: "video/mp4", duration: 3600 },
      },
      output,
    },
  };
  return {
    id: "00000000-0000-4000-8000-000000000000",
    code: 200,
    project_id: 1,
    user_id: 1,
    created_on: CREATED_ON,
    status: form === "v2" ? [entry] : entry,
    from_cache: false,
  };
}
