import type { Box, Frame, TaskSummary } from "@hivekit/core";

type Scores = Readonly<Record<string, number>>;

/** What a test says of a frame; the rest is that of a classification that was judged. */
export type FrameWords = Partial<Omit<Frame, "classes" | "boxes">> & {
  readonly scores?: Scores;
  /** A box for each. */
  readonly boxes?: readonly Scores[];
};

const classesOf = (scores: Scores): Frame["classes"] =>
  Object.entries(scores).map(([name, score]) => ({ class: name, score }));

/** A frame at a time, in seconds; `null` for none. */
export function frameAt(timeSeconds: number | null, words: FrameWords = {}): Frame {
  const { scores = {}, boxes = [], ...rest } = words;
  return {
    kind: boxes.length > 0 ? "detection" : "classification",
    resultIndex: 0,
    index: timeSeconds ?? 0,
    timeSeconds,
    evaluated: true,
    classes: classesOf(scores),
    scale: "probability",
    unsupportedClasses: [],
    boxes: boxes.map(boxOf),
    mask: null,
    span: null,
    raw: null,
    ...rest,
  };
}

/** A frame in which a class has a score. */
export function scored(timeSeconds: number | null, score: number, name = "red"): Frame {
  return frameAt(timeSeconds, { scores: { [name]: score } });
}

function boxOf(scores: Scores): Box {
  const bounds = { left: 0, top: 0, right: 0, bottom: 0 };
  return { vertices: [], bounds, classes: classesOf(scores), keypoints: [], meta: null };
}

/** What a reply says beside its frames. */
export function summaryOf(frameCount: number, durationSeconds: number | null = null): TaskSummary {
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
        frameCount,
        evaluated: true,
      },
    ],
    raw: null,
  };
}
