import { ApiError } from "../error/api-error.ts";
import type { Head } from "../model/head.ts";
import type { EmulatorRuleFrames } from "./emulator-rule.ts";
import { includesTime, overlap } from "../model/class-interval.ts";

/** What a name must hold to be a test card. */
const MARK = "hive-test-";
/** The score of a class that a test card names. */
const CARD_SCORE = 0.97;

/** A class that a card shows, and when. */
type CardPart = { readonly name: string; fromSeconds?: number; toSeconds?: number };

/**
 * Reads what a file's name asks for, as payment providers have cards for tests: `hive-test-gun_in_hand-2s-4s.mp4` shows a gun in a hand
 * from 2 s to before 4 s, `hive-test-yes_sexual_activity.jpg` a class in all frames; several classes may follow one another.
 *
 * @param heads - those of the model.
 * @returns `null` for a name that is no card.
 * @throws ApiError 400 for a card that cannot be shown: it names no class, or one that the model does not have, ends before it begins, or
 * shows two classes of one head at the same time. It would read as harmless.
 */
export function readTestCard(name: string | null, heads: readonly Head[]): EmulatorRuleFrames[] | null {
  const start = name?.indexOf(MARK) ?? -1;
  if (name === null || start === -1) return null;
  const asked = name.slice(start + MARK.length).replace(/\.[A-Za-z0-9]{1,5}$/, "");
  const parts = readParts(asked, heads);
  for (const [index, part] of parts.entries()) {
    checkTimes(part);
    for (const other of parts.slice(0, index)) checkHead(part, other, heads);
  }
  return parts.map(({ name: shown, ...times }) => ({ ...times, classes: { [shown]: CARD_SCORE } }));
}

/**
 * @param times - those of the frames that there are, in seconds.
 * @throws ApiError 400 when a part of a card shows in none of them, such as one with times on a picture.
 */
export function checkShown(card: readonly EmulatorRuleFrames[], times: readonly number[]): void {
  const unseen = card.find((part) => !times.some((timeSeconds) => includesTime(part, timeSeconds)));
  if (unseen === undefined) return;
  const { fromSeconds = 0, toSeconds } = unseen;
  const range =
    toSeconds === undefined ? `from ${fromSeconds} s on` : `from ${fromSeconds} s to before ${toSeconds} s`;
  throw new ApiError(
    400,
    `The name is a test card, but the file has no frame ${range}; its last one is at ${times.at(-1)} s.`,
  );
}

function readParts(asked: string, heads: readonly Head[]): CardPart[] {
  const parts: CardPart[] = [];
  for (const word of asked.split("-")) {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(word)?.[1];
    const current = parts.at(-1);
    if (seconds !== undefined && current !== undefined && current.toSeconds === undefined) {
      if (current.fromSeconds === undefined) current.fromSeconds = Number(seconds);
      else current.toSeconds = Number(seconds);
    } else if (headOf(word, heads) !== undefined) {
      parts.push({ name: word });
    } else {
      const example = heads[0]?.classes[1] ?? "yes_smoking";
      throw new ApiError(
        400,
        `The name is a test card, but "${word}" is no class of this project's model. A card reads ` +
          `${MARK}CLASS, or ${MARK}CLASS-2s-4s for a part of a video, such as ${MARK}${example}.jpg.`,
      );
    }
  }
  return parts;
}

function checkTimes({ name, fromSeconds = 0, toSeconds }: CardPart): void {
  if (toSeconds === undefined || toSeconds > fromSeconds) return;
  throw new ApiError(
    400,
    `The name is a test card, but ${name} ends at ${toSeconds} s, not after its ${fromSeconds} s.`,
  );
}

function checkHead(part: CardPart, other: CardPart, heads: readonly Head[]): void {
  if (part.name === other.name || headOf(part.name, heads) !== headOf(other.name, heads)) return;
  if (!overlap({ ...part, classes: {} }, { ...other, classes: {} })) return;
  throw new ApiError(
    400,
    `The name is a test card, but ${other.name} and ${part.name} are classes of one head, and only one of them can be shown at a time.`,
  );
}

function headOf(name: string, heads: readonly Head[]): Head | undefined {
  return heads.find(({ classes }) => classes.includes(name));
}
