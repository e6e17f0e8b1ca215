import { HiveInputError } from "../error/hive-input-error.ts";
import { mustBe, objectOf, oneOf } from "../options/check-options.ts";
import { isTask } from "../result/task.ts";
import type { Task } from "../result/task.ts";
import { describeType, isObject } from "../value/is-object.ts";
import { describeInvalidVerdict } from "./verdict-example.ts";
import type { VerdictExample, VerdictExamples } from "./verdict-example.ts";

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

const TRUTHS: readonly TruthDecision[] = ["block", "review", "allow"];

const decision = oneOf(...TRUTHS);
const truthParts = objectOf<Exclude<ExampleTruth, string>>({
  decision,
  tags: mustBe(
    "an array of non-empty strings",
    (value) => Array.isArray(value) && [...value].every((tag) => typeof tag === "string" && tag !== ""),
  ),
});

/**
 * Reads examples one at a time, with their checked truths.
 *
 * @param of - The name of the function that takes them, for messages.
 * @throws HiveInputError for the first example that is not valid. The message has its position, and none of its content.
 */
export function readExamples(
  examples: PolicyExamples,
  of: string,
): AsyncGenerator<{ readonly example: PolicyExample; readonly truth: KnownTruth }> {
  return readChecked(examples, of, ({ task }) => describeInvalidTask(task));
}

/** Reads examples as {@link readExamples} does, with verdicts instead of tasks. */
export function readVerdictExamples(
  examples: VerdictExamples,
  of: string,
): AsyncGenerator<{ readonly example: VerdictExample; readonly truth: KnownTruth }> {
  return readChecked(examples, of, ({ verdict }) => {
    const problem = describeInvalidVerdict(verdict);
    return problem === null ? null : `.verdict${problem}`;
  });
}

async function* readChecked<Example extends { readonly truth: ExampleTruth }>(
  examples: Iterable<Example> | AsyncIterable<Example>,
  of: string,
  describeInvalid: (example: Readonly<Record<string, unknown>>) => string | null,
): AsyncGenerator<{ readonly example: Example; readonly truth: KnownTruth }> {
  if (!isIterable(examples)) {
    throw new HiveInputError(
      `${of}: examples must be an array or another iterable, got ${describeType(examples)}.`,
    );
  }
  let position = 0;
  for await (const example of examples) {
    const path = `examples[${position++}]`;
    const report = (problem: string): never => {
      throw new HiveInputError(`${of}: ${path}${problem}.`);
    };
    const given: unknown = example;
    if (!isObject(given)) return report(` must be an object, got ${describeType(given)}`);
    const { id, truth } = given;
    if (typeof id !== "string") report(`.id must be a string, got ${describeType(id)}`);
    const problem = describeInvalid(given);
    if (problem !== null) report(problem);
    const check = isObject(truth) ? truthParts : decision;
    check(truth ?? null, ".truth", (at, issue) => report(`${at} ${issue}`));
    yield { example, truth: readTruth(example.truth) };
  }
}

function describeInvalidTask(task: unknown): string | null {
  if (!isTask(task)) {
    return `.task must be a task from classify(), wait() or decodeTask(), got ${describeType(task)}`;
  }
  return task.results.every(({ frames }) => frames.every(isFrame))
    ? null
    : ".task has an incomplete frame; decode the response with decodeTask()";
}

function readTruth(truth: ExampleTruth): KnownTruth {
  if (typeof truth === "string") return { decision: truth, tags: null };
  return {
    decision: truth.decision ?? null,
    tags: truth.tags === undefined ? null : new Set(truth.tags),
  };
}

function isIterable(value: unknown): boolean {
  const methods = [Symbol.asyncIterator, Symbol.iterator];
  return (
    typeof value === "object" &&
    value !== null &&
    methods.some((method) => typeof Reflect.get(value, method) === "function")
  );
}

/** Checks the lists that policies read. A task that was stored as JSON may lack them. */
function isFrame(frame: unknown): boolean {
  if (!isObject(frame)) return false;
  const { classes, unsupportedClasses, boxes } = frame;
  return [classes, unsupportedClasses, boxes].every(Array.isArray);
}
