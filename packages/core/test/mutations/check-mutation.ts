import { decodeTask, HiveClient, isHiveError, readFrames } from "../../src/index.ts";
import type { Submission } from "../../src/index.ts";
import { decide } from "../../src/policy.ts";
import type { Decision } from "../../src/policy.ts";
import { Random } from "../fuzz/random.ts";
import { mutate } from "./mutate.ts";
import { SPECIMENS } from "./specimens.ts";
import type { Specimen } from "./specimens.ts";

/** The outcome of reading a response: the decision, or a Hivekit error. */
export type Outcome = Exclude<Decision, "allow"> | "error";

const SUBMISSION: Submission = { url: "https://media.example/a.jpg" };

/**
 * Mutates a response that a policy blocks, and reads it in every way.
 *
 * The oracle: no way may say `allow`, because the evidence is still there, or unreadable; a response that is cut off or
 * repeats a key must be an error; every error must be a Hivekit error; and the two ways of the client must agree, as
 * must the two ways that detect the generation.
 *
 * @returns the outcome.
 * @throws Error that describes the violation.
 */
export async function checkMutation(seed: number, index: number): Promise<Outcome> {
  const random = new Random(seed, index);
  const specimen = random.pick(SPECIMENS);
  const { text, isInvalid } = mutate(specimen, random);
  const fail = (problem: string): Error =>
    new Error(`number ${index}, ${specimen.name}: ${problem}\n${text}`);
  const ways = readInEveryWay(specimen, text);
  const outcomes = await Promise.all(
    ways.map(async ([way, read]): Promise<Outcome> => {
      try {
        const decision = await read();
        if (decision === "allow" || isInvalid) throw fail(`${way} decides ${decision}`);
        return decision;
      } catch (error) {
        if (isHiveError(error)) return "error";
        throw error instanceof Error && error.message.startsWith("number ")
          ? error
          : fail(`${way} throws ${String(error)}`);
      }
    }),
  );
  const [classified = "error", streamed, stored, decoded = stored] = outcomes;
  if (classified !== streamed || stored !== decoded) {
    throw fail(`the ways disagree: ${ways.map(([way], place) => `${way} ${outcomes[place]}`).join(", ")}`);
  }
  return classified;
}

/** Reads a response without mutations. */
export async function checkSpecimen(specimen: Specimen): Promise<readonly Decision[]> {
  const ways = readInEveryWay(specimen, JSON.stringify(specimen.reply));
  return Promise.all(ways.map(async ([, read]) => read()));
}

function readInEveryWay(
  { api, policy }: Specimen,
  text: string,
): readonly (readonly [name: string, read: () => Promise<Decision>])[] {
  const model = api === "v3" ? { model: "vendor/model" } : {};
  const fetch = async (): Promise<Response> => new Response(text);
  const hive = new HiveClient({ apiKey: "k", api, fetch, retry: false, ...model });
  return [
    ["classify", async () => decide(await hive.classify(SUBMISSION), policy).decision],
    ["frames", async () => (await decide(hive.frames(SUBMISSION), policy)).decision],
    ["readFrames", async () => (await decide(readFrames(new Response(text)), policy)).decision],
    ...(isValidJson(text)
      ? [
          [
            "decodeTask",
            async (): Promise<Decision> => decide(decodeTask(JSON.parse(text)), policy).decision,
          ] as const,
        ]
      : []),
  ];
}

/** `decodeTask` gets JSON that is already parsed, so it cannot see repeated keys. */
function isValidJson(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}
