import type { Task } from "../result/task.ts";

/** The right decision on an example. */
export type TruthDecision = "block" | "review" | "allow";

/** The truth about an example, as a person decided it. */
export type ExampleTruth =
  | TruthDecision
  | {
      /** The right decision. Without it, the example does not count for decisions. */
      readonly decision?: TruthDecision | undefined;
      /**
       * The tags that apply; `[]` if none does. Without this property, the example does not count for tags. A tag that
       * the policy does not have is one that it never finds.
       */
      readonly tags?: readonly string[] | undefined;
    };

/** A task whose truth is known. Any other properties are ignored. */
export type PolicyExample = {
  /** Your identifier, which `disagreements` lists. Nothing compares it with others: an example given twice counts twice. */
  readonly id: string;
  /** The task, from `classify`, `wait` or, if you store the responses (`task.raw`), `decodeTask`. */
  readonly task: Task;
  /** The truth. */
  readonly truth: ExampleTruth;
};

/** Examples in memory, or one at a time as they are read, for example from a file or a database. */
export type PolicyExamples = Iterable<PolicyExample> | AsyncIterable<PolicyExample>;

/** A checked truth. `null` is what the example does not say. */
export type KnownTruth = {
  readonly decision: TruthDecision | null;
  readonly tags: ReadonlySet<string> | null;
};
