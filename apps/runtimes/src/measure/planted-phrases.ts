import { HiveClient } from "@hivekit/core";
import type { Task } from "@hivekit/core";
import { decide, definePolicy } from "@hivekit/core/policy";
import { classifyText, splitText } from "@hivekit/core/text";
import type { TextClassifier } from "@hivekit/core/text";
import { createEmulator } from "@hivekit/emulator";
import { describeError } from "./measurement.ts";
import { TEXTS } from "./planted-texts.ts";

/** The length of the texts, in code points. */
const LENGTH = 10_000;
/** The largest number of tasks that are remembered. */
const MAX_TASKS = 2000;
/** As long as the default overlap: 100 code points. Some of them have two UTF-16 units. */
const PHRASE = Array.from("one 😀 planted phrase ".repeat(5)).slice(0, 100).join("");
/** Ends words, so that the rule of the emulator finds the phrase between any two characters. */
const SEPARATOR = "-";

/** The numbers of planted and of found phrases. */
export type PlantedFacts = {
  /** The places at which the phrase lies across the start or the end of a piece. */
  readonly cases: number;
  /** The pieces of all cases. */
  readonly pieces: number;
  /** The pieces that were submitted: equal ones only once, because the emulator answers them alike. */
  readonly submissions: number;
  /** The cases in which the phrase was not found exactly once, at its place and with its level. */
  readonly missed: number;
  /** The first of them; `null` if there is none. */
  readonly problem: string | null;
};

/** A text with a planted phrase. */
type Planted = { readonly text: string; readonly start: number };

/**
 * Plants a phrase that is as long as the overlap at each place of a text at which it lies across the start or the end
 * of a piece, and has the emulator find it.
 *
 * @param name - The name of one of {@link TEXTS}.
 * @param options - `step`: 1 tries every code point, 2 every second one.
 */
export async function findPlantedPhrases(
  name: string,
  options: { readonly step: number; readonly api: "v2" | "v3" },
): Promise<PlantedFacts> {
  const { step, api } = options;
  const { hive, countSubmissions } = connect(api);
  let [cases, pieces, missed] = [0, 0, 0];
  let problem: string | null = null;
  for (const { text, start } of plant(TEXTS[name] ?? "", step)) {
    const split = splitText(text);
    const isInside = (boundary: number): boolean => start < boundary && boundary < start + PHRASE.length;
    if (!split.some((piece) => isInside(piece.start) || isInside(piece.end))) continue;
    cases++;
    pieces += split.length;
    const found = await find(hive, { text, start });
    if (found !== null) missed++;
    problem ??= found === null ? null : `at ${start}: ${found}`;
  }
  return { cases, pieces, submissions: countSubmissions(), missed, problem };
}

/** Connects to an emulator that finds the phrase. Remembers the tasks of the last pieces. */
function connect(api: "v2" | "v3"): {
  readonly hive: TextClassifier;
  readonly countSubmissions: () => number;
} {
  const model = api === "v3" ? { model: "hive/text-moderation" } : {};
  const rule = { match: { words: [PHRASE] }, classes: { hate: 3 }, filter: "planted" };
  const { fetch } = createEmulator({ rules: [rule] });
  const hive = new HiveClient({ apiKey: "demo-text", api, fetch, ...model });
  const tasks = new Map<string, Promise<Task>>();
  let submissions = 0;
  return {
    countSubmissions: () => submissions,
    hive: {
      classify: (submission, options) => {
        const known = tasks.get(submission.text);
        if (known !== undefined) return known;
        if (tasks.size === MAX_TASKS) tasks.clear();
        submissions++;
        const task = hive.classify(submission, options);
        tasks.set(submission.text, task);
        return task;
      },
    },
  };
}

/** Plants the phrase before every code point of the first 10,000, or every few of them. */
function* plant(text: string, step: number): Generator<Planted> {
  const points = Array.from(text).slice(0, LENGTH);
  const base = points.join("");
  let at = 0;
  for (const [index, point] of points.entries()) {
    const planted = `${SEPARATOR}${PHRASE}${SEPARATOR}`;
    if (index % step === 0) {
      yield { text: `${base.slice(0, at)}${planted}${base.slice(at)}`, start: at + SEPARATOR.length };
    }
    at += point.length;
  }
}

const POLICY = definePolicy({ block: [{ kind: "filters", types: ["planted"] }], review: { hate: 3 } });

/** Classifies a text. Describes what is wrong with the result; `null` if nothing is. */
async function find(hive: TextClassifier, { text, start }: Planted): Promise<string | null> {
  try {
    const task = await classifyText(hive, text);
    const [result] = task.results;
    const hits = (result?.text?.filters ?? []).map((hit) => [hit.start, hit.end]);
    const expected = [[start, start + PHRASE.length]];
    if (JSON.stringify(hits) !== JSON.stringify(expected)) return `the hits are at ${JSON.stringify(hits)}`;
    const levels = result?.frames.map(
      ({ classes }) => classes.find((one) => one.class === "hate")?.score ?? -1,
    );
    if (Math.max(...(levels ?? [])) !== 3) return `the levels are ${levels?.join(", ")}`;
    const { decision } = decide(task, POLICY);
    return decision === "block" ? null : `the decision is ${decision}`;
  } catch (error) {
    return describeError(error);
  }
}
