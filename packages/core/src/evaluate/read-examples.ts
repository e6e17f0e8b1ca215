import { HiveInputError } from "../error/hive-input-error.ts";
import { mustBe, objectOf, oneOf } from "../options/check-options.ts";
import { isTask } from "../result/task.ts";
import { describeType, isObject } from "../value/is-object.ts";
import type {
  ExampleTruth,
  KnownTruth,
  PolicyExample,
  PolicyExamples,
  TruthDecision,
} from "./policy-example.ts";
import { describeInvalidVerdict } from "./verdict-example.ts";
import type { VerdictExample, VerdictExamples } from "./verdict-example.ts";

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
 * @throws HiveInputError for the first example that is not valid. The message has its position, and none of its
 * content.
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
    checkExample(example, report, describeInvalid);
    yield { example, truth: readTruth(example.truth) };
  }
}

function checkExample(
  example: unknown,
  report: (problem: string) => void,
  describeInvalid: (example: Readonly<Record<string, unknown>>) => string | null,
): void {
  if (!isObject(example)) return report(` must be an object, got ${describeType(example)}`);
  const { id, truth } = example;
  if (typeof id !== "string") report(`.id must be a string, got ${describeType(id)}`);
  const problem = describeInvalid(example);
  if (problem !== null) report(problem);
  const check = isObject(truth) ? truthParts : decision;
  check(truth ?? null, ".truth", (at, issue) => report(`${at} ${issue}`));
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
