import type { PayloadForm, PayloadLayout } from "./payload-spec.ts";
import { writeJson } from "./write-json.ts";

/** What stands around the frames of a reply. */
export type ReplyAround = {
  readonly before: string;
  /** Between two frames. */
  readonly between: string;
  readonly after: string;
  /** At which the lines of a frame begin. */
  readonly indent: string;
};

const PLACE = "frames go here";
const CREATED_ON = "2026-11-24T09:00:00.000Z";

/** A reply's text before, between and after its frames. */
export function replyAround(form: PayloadForm, layout: PayloadLayout): ReplyAround {
  const [before = "", after = ""] = writeJson(envelopeOf(form), layout).split(JSON.stringify(PLACE));
  const indent = layout === "pretty" ? (/\n( *)$/.exec(before)?.[1] ?? "") : "";
  const between = { compact: ",", spaced: ", ", pretty: `,\n${indent}` }[layout];
  return { before, between, after, indent };
}

/** As in the fixtures of each generation. */
function envelopeOf(form: PayloadForm): unknown {
  const output = [PLACE];
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
