import { decodeTask } from "../src/index.ts";
import type { Task } from "../src/index.ts";

/** A frame of a response: its time, if it has one, and its classes with scores. */
export type ScoredFrame = { readonly time?: number; readonly scores: Readonly<Record<string, number>> };

/** Formats frames as in v1 and v2. */
export function outputOf(frames: readonly ScoredFrame[]): readonly object[] {
  return frames.map(({ scores, ...rest }) => ({
    ...rest,
    classes: Object.entries(scores).map(([name, score]) => ({ class: name, score })),
  }));
}

/** Creates a response of v2 with one result. @param response - The properties next to `output`. */
export function v2Reply(output: readonly unknown[], response: object = {}): object {
  return {
    id: "1",
    code: 200,
    status: [{ status: { code: "0", message: "SUCCESS" }, response: { input: {}, output, ...response } }],
  };
}

/** Creates a task with one classification result. */
export function taskOf(frames: readonly ScoredFrame[], durationSeconds?: number): Task {
  const input = { media: durationSeconds === undefined ? {} : { duration: durationSeconds } };
  return decodeTask(v2Reply(outputOf(frames), { input }));
}

/** Creates the task of a still image. */
export function pictureOf(scores: Readonly<Record<string, number>>): Task {
  return taskOf([{ scores }]);
}

/** Creates the task of a video in which one class has these scores, with a frame every `stepSeconds`. */
export function videoOf(name: string, scores: readonly number[], stepSeconds = 1): Task {
  return taskOf(
    scores.map((score, index) => ({ time: index * stepSeconds, scores: { [name]: score } })),
    scores.length * stepSeconds,
  );
}

/** Creates a task with several results. */
export function taskOfResults(outputs: readonly (readonly unknown[])[]): Task {
  return decodeTask({
    id: "1",
    code: 200,
    status: outputs.map((output) => ({ status: { code: "0" }, response: { input: {}, output } })),
  });
}

/** Creates the task of a text with levels, and properties next to its frames. */
export function textOf(scores: Readonly<Record<string, number>>, beside: object = {}): Task {
  const classes = Object.entries(scores).map(([name, score]) => ({ class: name, score }));
  const output = [{ time: 0, start_char_index: 0, end_char_index: 9, classes }];
  return decodeTask(v2Reply(output, { language: "EN", text_filters: [], pii_entities: [], ...beside }));
}

/** Creates a detection frame with a box for each class and score. */
export function boxesOf(boxes: readonly (readonly [name: string, score: number])[], time = 0): object {
  return {
    time,
    bounding_poly: boxes.map(([name, score]) => ({
      vertices: [{ x: 0, y: 0 }],
      classes: [{ class: name, score }],
    })),
  };
}
