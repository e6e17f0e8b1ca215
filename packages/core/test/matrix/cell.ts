import type { Frame, HiveApi, ModelResult, Task } from "../../src/index.ts";

/** An expected frame, without `raw`. */
export type ExpectedFrame = Omit<Frame, "raw">;

/** An expected result. */
export type ExpectedResult = Omit<ModelResult, "frames"> & { readonly frames: readonly ExpectedFrame[] };

/** An expected task. */
export type ExpectedTask = Omit<Task, "results" | "raw"> & { readonly results: readonly ExpectedResult[] };

/** The expected outcome of a response, written by hand from the reference. */
export type Expected =
  | { readonly outcome: "task"; readonly task: ExpectedTask }
  /**
   * `paths`: the position of the malformed value. `"any"`: the reference does not determine how the path is written.
   */
  | { readonly outcome: "decode"; readonly paths: readonly string[] | "any" }
  /** `partialResults`: the number of results in `partial`, if the complete response is decoded at once. */
  | { readonly outcome: "task error"; readonly hiveCode: string | null; readonly partialResults: number };

/** A cell: a response of a generation and a model type, valid or with one deviation. */
export type Cell = {
  /** The API generation. */
  readonly api: HiveApi;
  /** The format and model type, for example `v1 object, detection`. */
  readonly type: string;
  /** The deviation, for example `classes is null`. */
  readonly damage: string;
  readonly reply: unknown;
  readonly expected: Expected;
  /** The outcome if the generation is unknown, where it differs. */
  readonly expectedOfKept?: Expected | undefined;
};

/** The response is rejected because of the value at `path`. */
export function unreadableAt(...paths: readonly string[]): Expected {
  return { outcome: "decode", paths };
}

/** The response is rejected; how the path is written is undetermined. */
export const unreadable: Expected = { outcome: "decode", paths: "any" };

/** The response reports a failure. */
export function failedWith(hiveCode: string | null, partialResults = 0): Expected {
  return { outcome: "task error", hiveCode, partialResults };
}
