import type { Box, Frame, TaskSummary } from "@hivekit/core";

type Scores = Readonly<Record<string, number>>;

/** The properties of a frame that a test sets; the others are those of an evaluated classification. */
export type FrameProperties = Partial<Omit<Frame, "classes" | "boxes">> & {
  readonly scores?: Scores;
  /** The scores of each box. */
  readonly boxes?: readonly Scores[];
};

const toClasses = (scores: Scores): Frame["classes"] =>
  Object.entries(scores).map(([name, score]) => ({ class: name, score }));

/** Creates a frame at a time in seconds; `null` for a frame without a time. */
export function frameAt(timeSeconds: number | null, properties: FrameProperties = {}): Frame {
  const { scores = {}, boxes = [], ...rest } = properties;
  return {
    kind: boxes.length > 0 ? "detection" : "classification",
    resultIndex: 0,
    index: timeSeconds ?? 0,
    timeSeconds,
    evaluated: true,
    classes: toClasses(scores),
    scale: "probability",
    unsupportedClasses: [],
    boxes: boxes.map(toBox),
    mask: null,
    transcript: null,
    textBlocks: [],
    match: null,
    span: null,
    raw: null,
    ...rest,
  };
}

/** Creates a frame in which a class has a score. */
export function scored(timeSeconds: number | null, score: number, name = "red"): Frame {
  return frameAt(timeSeconds, { scores: { [name]: score } });
}

function toBox(scores: Scores): Box {
  const bounds = { left: 0, top: 0, right: 0, bottom: 0 };
  return { vertices: [], bounds, classes: toClasses(scores), keypoints: [], meta: null };
}

/** Creates the summary of a result. */
export function createSummary(frameCount: number, durationSeconds: number | null = null): TaskSummary {
  const none = { url: null, filename: null, type: null, mimeType: null, widthPx: null, heightPx: null };
  return {
    kind: "model",
    id: "t",
    projectId: null,
    userId: null,
    createdOn: null,
    fromCache: false,
    metadata: null,
    labels: [],
    results: [
      {
        status: { code: "0", message: "SUCCESS" },
        model: { name: null, version: null, type: null },
        chargeUsd: null,
        createdOn: null,
        media: { ...none, frameCount: null, durationSeconds },
        text: null,
        provenance: null,
        frameCount,
        evaluated: true,
      },
    ],
    raw: null,
  };
}
