import { ApiError } from "../error/api-error.ts";
import { includesTime, overlap } from "../model/class-interval.ts";
import type { Head } from "../model/head.ts";
import type { EmulatorRuleFrames } from "./emulator-rule.ts";

/** The mark of a test card in a file name. */
export const TEST_CARD_MARK = "hive-test-";
/** The score of a class that a test card names. */
const CARD_SCORE = 0.97;

/** A class of a test card, with its times. */
type CardPart = { readonly name: string; fromSeconds?: number; toSeconds?: number };

/**
 * Reads the classes that a file name requests, like the test card numbers of payment providers.
 * `hive-test-gun_in_hand-2s-4s.mp4` shows a gun in a hand from 2 s to before 4 s. `hive-test-yes_sexual_activity.jpg`
 * shows a class in all frames. A name can contain several classes.
 *
 * @param heads - the heads of the model.
 * @param noun - what a name must be, for messages.
 * @returns `null` for a name that is not a test card.
 * @throws ApiError 400 for a card that names no class or an unknown class, whose end is not after its start, or that
 * shows two classes of one head at the same time. Otherwise, the media would be judged benign.
 */
export function readTestCard(
  name: string | null,
  heads: readonly Head[],
  noun = "a class of the project's model",
): EmulatorRuleFrames[] | null {
  const start = name?.indexOf(TEST_CARD_MARK) ?? -1;
  if (name === null || start === -1) return null;
  const card = name.slice(start + TEST_CARD_MARK.length).replace(/\.[A-Za-z0-9]{1,5}$/, "");
  const parts = readParts(card, { heads, noun });
  for (const [index, part] of parts.entries()) {
    checkTimes(part);
    for (const other of parts.slice(0, index)) checkHead(part, other, heads);
  }
  return parts.map(({ name: className, ...times }) => ({ ...times, classes: { [className]: CARD_SCORE } }));
}

/**
 * Checks that a file name is not a test card, for a model that does not read them.
 *
 * @throws ApiError 400 for a test card. Otherwise, the media would be judged benign.
 */
export function checkIsNoCard(name: string | null, model: string): void {
  if (name?.includes(TEST_CARD_MARK) !== true) return;
  throw invalidCard(`the project's model (${model}) takes its results only from rules`);
}

/**
 * Checks that every part of a test card includes a frame.
 *
 * @param times - the times of the frames, in seconds.
 * @throws ApiError 400 for a part without a frame, such as a part with times for an image.
 */
export function checkShown(card: readonly EmulatorRuleFrames[], times: readonly number[]): void {
  const unseen = card.find((part) => !times.some((timeSeconds) => includesTime(part, timeSeconds)));
  if (unseen === undefined) return;
  const { fromSeconds = 0, toSeconds } = unseen;
  const range =
    toSeconds === undefined ? `from ${fromSeconds} s on` : `from ${fromSeconds} s to before ${toSeconds} s`;
  throw invalidCard(`the file has no frame ${range}; its last frame is at ${times.at(-1)} s`);
}

function readParts(
  card: string,
  { heads, noun }: { readonly heads: readonly Head[]; readonly noun: string },
): CardPart[] {
  const parts: CardPart[] = [];
  for (const word of card.split("-")) {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(word)?.[1];
    const current = parts.at(-1);
    if (seconds !== undefined && current !== undefined && current.toSeconds === undefined) {
      if (current.fromSeconds === undefined) current.fromSeconds = Number(seconds);
      else current.toSeconds = Number(seconds);
    } else if (findHead(word, heads) !== undefined) {
      parts.push({ name: word });
    } else {
      const example = heads[0]?.classes[1] ?? heads[0]?.classes[0] ?? "yes_smoking";
      throw invalidCard(
        `"${word}" is not ${noun}. Name the file ${TEST_CARD_MARK}CLASS, such as ${TEST_CARD_MARK}${example}.jpg, ` +
          `or ${TEST_CARD_MARK}CLASS-2s-4s for a part of a video`,
      );
    }
  }
  return parts;
}

function checkTimes({ name, fromSeconds = 0, toSeconds }: CardPart): void {
  if (toSeconds === undefined || toSeconds > fromSeconds) return;
  throw invalidCard(`${name} ends at ${toSeconds} s, which is not after its start at ${fromSeconds} s`);
}

function checkHead(part: CardPart, other: CardPart, heads: readonly Head[]): void {
  if (part.name === other.name || findHead(part.name, heads) !== findHead(other.name, heads)) return;
  if (!overlap(part, other)) return;
  throw invalidCard(
    `${other.name} and ${part.name} are classes of one head, which can show only one of them at a time`,
  );
}

function findHead(name: string, heads: readonly Head[]): Head | undefined {
  return heads.find(({ classes }) => classes.includes(name));
}

function invalidCard(problem: string): ApiError {
  return new ApiError(400, `The file name is a test card, but ${problem}.`);
}
