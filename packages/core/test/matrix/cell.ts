import type { Frame, HiveApi, ModelResult, Task } from "../../src/index.ts";

/** A frame as a cell of the matrix expects it: everything but what Hive sent. */
export type ExpectedFrame = Omit<Frame, "raw">;

/** A result as a cell expects it. */
export type ExpectedResult = Omit<ModelResult, "frames"> & { readonly frames: readonly ExpectedFrame[] };

/** A task as a cell expects it. */
export type ExpectedTask = Omit<Task, "results" | "raw"> & { readonly results: readonly ExpectedResult[] };

/** What comes of a reply, written by hand from the reference. */
export type Expected =
  | { readonly outcome: "task"; readonly task: ExpectedTask }
  /** `paths`: where the unreadable value stands. `"any"`: the reference does not settle how the place is written. */
  | { readonly outcome: "decode"; readonly paths: readonly string[] | "any" }
  /** `partialResults`: how many results a decoder that has the whole reply keeps beside the failed one. */
  | { readonly outcome: "task error"; readonly hiveCode: string | null; readonly partialResults: number };

/** One cell: a reply of a generation and a model type, sound or damaged in one place. */
export type Cell = {
  /** Whose client receives it. */
  readonly api: HiveApi;
  /** Its form and model type, for example `v1 object, detection`. */
  readonly type: string;
  /** What is unusual about it, for example `classes is null`. */
  readonly damage: string;
  readonly reply: unknown;
  readonly expected: Expected;
  /** What a decoder that is not told the generation says of it, where that is something else. */
  readonly expectedOfKept?: Expected | undefined;
};

/** The whole reply is refused, because of the value at `path`. */
export function unreadableAt(...paths: readonly string[]): Expected {
  return { outcome: "decode", paths };
}

/** The whole reply is refused; how the place is written is left open. */
export const unreadable: Expected = { outcome: "decode", paths: "any" };

/** The reply tells of a failure. */
export function failedWith(hiveCode: string | null, partialResults = 0): Expected {
  return { outcome: "task error", hiveCode, partialResults };
}
