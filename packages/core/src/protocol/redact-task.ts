import { HiveInputError } from "../error/hive-input-error.ts";
import type { Box, Frame } from "../result/frame.ts";
import { isTask } from "../result/task.ts";
import type { ModelResult, Task, TextHit } from "../result/task.ts";

const REDACTED = "[redacted]";

/**
 * Creates a copy of a task for logs. Keeps scores, times, boxes, charges and names.
 *
 * Removes `raw`, text hits, recognized text and speech, `keypoints` and `meta` of boxes, the hash sets of a match, C2PA
 * data, and the query, user info and fragment of URLs. Also keeps file names, labels and your `metadata`: check whether
 * you may log them.
 *
 * @throws HiveInputError if the value is not a task with its frames.
 */
export function redactTask(task: Task): Task {
  if (!isTask(task)) {
    throw new HiveInputError("redactTask() needs a task of classify(), wait() or decodeTask().");
  }
  return { ...task, results: task.results.map(redactResult), raw: null };
}

function redactResult(result: ModelResult): ModelResult {
  const { media, text, provenance } = result;
  return {
    ...result,
    media: media === null ? null : { ...media, url: redactUrl(media.url) },
    text:
      text === null
        ? null
        : {
            ...text,
            filters: redactHits(text.filters),
            pii: redactHits(text.pii),
            urls: redactHits(text.urls),
          },
    provenance: provenance === null ? null : { ...provenance, c2pa: null },
    frames: result.frames.map(redactFrame),
  };
}

function redactFrame(frame: Frame): Frame {
  const { transcript, match } = frame;
  // The class names of boxes around texts are the recognized words.
  const hasWords = frame.kind === "text" || frame.kind === "transcript";
  return {
    ...frame,
    boxes: frame.boxes.map((box) => redactBox(box, hasWords)),
    transcript: transcript === null ? null : { ...transcript, text: REDACTED, words: [] },
    textBlocks: frame.textBlocks.map((block) => ({
      ...block,
      text: REDACTED,
      box: block.box === null ? null : redactBox(block.box, true),
    })),
    match:
      match === null ? null : { ...match, hashes: match.hashes.map((hash) => ({ ...hash, sources: [] })) },
    mask: frame.mask === null ? null : { ...frame.mask, url: redactUrl(frame.mask.url) ?? REDACTED },
    raw: null,
  };
}

function redactBox(box: Box, hasWords: boolean): Box {
  const classes = hasWords ? box.classes.map((entry) => ({ ...entry, class: REDACTED })) : box.classes;
  return { ...box, classes, keypoints: [], meta: null };
}

function redactHits(hits: readonly TextHit[] | null | undefined): readonly TextHit[] | null {
  return hits?.map((hit) => ({ ...hit, value: REDACTED })) ?? null;
}

function redactUrl(url: string | null): string | null {
  if (url === null) return null;
  // URLs of other schemes may be secret as a whole: a data URL is the media itself.
  const address = URL.canParse(url) ? new URL(url) : null;
  const isWeb = address !== null && /^https?:$/.test(address.protocol);
  return isWeb ? `${address.origin}${address.pathname}` : REDACTED;
}
