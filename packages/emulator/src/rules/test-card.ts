import { HttpError } from "../http/http-error.ts";
import type { EmulatorRuleFrames } from "./emulator-rule.ts";

/** What a name must hold to be a test card. */
const MARK = "hive-test-";
/** The score of a class that a test card names. */
const CARD_SCORE = 0.97;

/**
 * Reads what a file's name asks for, as payment providers have cards for tests: `hive-test-gun_in_hand-2s-4s.mp4` shows a gun in a hand
 * from 2 s to before 4 s, `hive-test-yes_sexual_activity.jpg` a class in all frames; several classes may follow one another.
 *
 * @param classes - those of the model.
 * @returns `null` for a name that is no card.
 * @throws HttpError 400 for a card that names no class, or one that the model does not have: it would read as harmless.
 */
export function readTestCard(name: string | null, classes: readonly string[]): EmulatorRuleFrames[] | null {
  const start = name?.indexOf(MARK) ?? -1;
  if (name === null || start === -1) return null;
  const asked = name.slice(start + MARK.length).replace(/\.[A-Za-z0-9]{1,5}$/, "");
  const frames: { classes: Record<string, number>; fromSeconds?: number; toSeconds?: number }[] = [];
  for (const part of asked.split("-")) {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(part)?.[1];
    const current = frames.at(-1);
    if (seconds !== undefined && current !== undefined && current.toSeconds === undefined) {
      if (current.fromSeconds === undefined) current.fromSeconds = Number(seconds);
      else current.toSeconds = Number(seconds);
    } else if (classes.includes(part)) {
      frames.push({ classes: { [part]: CARD_SCORE } });
    } else {
      throw new HttpError(
        400,
        `The name is a test card, but "${part}" is no class of this project's model. A card reads ` +
          `${MARK}CLASS, or ${MARK}CLASS-2s-4s for a part of a video, such as ${MARK}${classes.at(1) ?? "yes_smoking"}.jpg.`,
      );
    }
  }
  return frames;
}

/** What a text asks for: the words `hive-test-hate` (level 3) or `hive-test-bullying-1`, anywhere in it. A class that is not known counts not. */
export function readTestWords(text: string, classes: readonly string[]): Record<string, number> {
  const levels: Record<string, number> = {};
  for (const [, name = "", level = "3"] of text.matchAll(/hive-test-([a-z_]+)(?:-([0-3]))?(?![\w-])/g)) {
    if (classes.includes(name)) levels[name] = Math.max(levels[name] ?? 0, Number(level));
  }
  return levels;
}
