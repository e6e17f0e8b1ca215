import { countOf } from "./words.ts";
import type { Unevaluated } from "./verdict.ts";

/** Says what is missing. @param detail - More about it, where its kind does not say it all. */
export function lackSentence(lack: Omit<Unevaluated, "sentence">, detail: string | null): string {
  const ignored = lack.isIgnored ? "; the policy ignores that" : "";
  return `${factOf(lack, detail)}${ignored}.`;
}

function factOf(lack: Omit<Unevaluated, "sentence">, detail: string | null): string {
  const { kind, frames, resultIndex } = lack;
  const name = lack.class ?? "A class";
  const inFrames = `in ${countOf(frames.length, "frame")}`;
  switch (kind) {
    case "noFrames":
      return resultIndex === null ? "There are no frames" : `Result ${resultIndex} has no frames`;
    case "frames":
      return `The model did not judge ${countOf(frames.length, "frame")}`;
    case "unseenFrames":
      return `${detail ?? "Some"} of the frames of result ${resultIndex ?? 0} were not looked at`;
    case "result":
      if (resultIndex === null) {
        return "The frames came without the summary that says whether the task is a success, and which language a text has";
      }
      return `Hive did not say that result ${resultIndex ?? 0} is a success`;
    case "language":
      return "The model does not know the language of the text";
    case "class":
      return frames.length === 0 ? `The model does not give ${name}` : `${name} is missing ${inFrames}`;
    case "unsupported":
      return `The model cannot judge ${name} ${inFrames}, for example because of the language`;
    case "scale":
      return `${name} came ${inFrames} on another scale than the policy's: a level is no probability`;
    case "boxes":
      return frames.length === 0
        ? `No model looked for boxes of ${name}`
        : `No model looked for boxes of ${name} ${inFrames}`;
    case "time":
      return `${detail ?? name} holds ${inFrames} without a known duration`;
    case "fewFrames":
      return `${detail ?? name} holds ${inFrames}, and there are no more, so that it cannot hold in as many as are asked for`;
    case "text":
      return detail ?? "No result is about a text";
    case "labels":
      return detail ?? "No person answered";
    default:
      return kind satisfies never;
  }
}
