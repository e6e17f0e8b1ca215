import { array, object, SPACINGS, text, writeJson } from "./json-tree.ts";
import type { JsonEntry, JsonTree } from "./json-tree.ts";
import { randomFrames } from "./random-frames.ts";
import { randomJson, randomScalar, randomString, writeKey } from "./random-json.ts";
import type { Random } from "./random.ts";

/** The formats in which a document is read. */
export type FormatName = "status" | "output" | "any";

/** Creates a JSON document, sometimes with a byte order mark or a character after it. */
export type RandomReply = { readonly text: string; readonly format: FormatName };

/** Creates a response of any generation, or other JSON. */
export function randomReply(random: Random): RandomReply {
  const isLarge = random.chance(0.000_05);
  const budget = isLarge
    ? random.between(2000, 10_000)
    : random.chance(0.15)
      ? random.size(60)
      : random.size(6);
  const kind = random.below(20);
  const format = kind < 13 ? "status" : "output";
  const tree =
    kind < 13
      ? reply(random, [["status", status(random, budget)]])
      : kind < 18
        ? reply(random, [["output", frames(random, budget)]])
        : kind === 18
          ? reply(random, [
              ["status", status(random, budget)],
              ["output", frames(random, budget)],
            ])
          : randomJson(random, 5);
  const json = writeJson(tree, random.chance(0.5) ? SPACINGS[0] : random.pick(SPACINGS));
  return {
    text: random.chance(0.1) ? surround(json, random) : json,
    format: random.chance(0.7) ? format : random.pick(["status", "output", "any"]),
  };
}

function surround(json: string, random: Random): string {
  const before = random.pick(["", "\n", "\r\n\t  ", "\uFEFF", "\uFEFF\uFEFF", "\u00A0"]);
  return before + json + random.pick(["", "\n", " \t\r\n", " ", "\0", "]", "}", "{}", "\uFEFF"]);
}

/** Creates the envelope of a response, with lookalikes of positions of frames. */
function reply(random: Random, parts: readonly (readonly [string, JsonTree])[]): JsonTree {
  return keys(random, [
    ...parts,
    ["id", text(randomString(random))],
    ["code", text("200")],
    ...lookalikes(random),
  ]);
}

function lookalikes(random: Random): [string, JsonTree][] {
  const lookalike = (): [string, JsonTree] => {
    const list = array(randomFrames(random, random.below(4)));
    return random.pick<[string, JsonTree]>([
      ["Output", list],
      ["output ", list],
      ["other", object([["response", object([["output", list]])]])],
      ["input", object([["output", list]])],
      ["states", array([object([["response", list]])])],
      [random.pick(["time", "x", "__proto__", "0"]), randomJson(random)],
    ]);
  };
  return Array.from({ length: random.below(3) }, lookalike);
}

function status(random: Random, budget: number): JsonTree {
  if (random.chance(0.03)) return randomJson(random);
  if (random.chance(0.4)) return entry(random, budget);
  return array(Array.from({ length: random.below(4) }, () => entry(random, budget)));
}

/** Creates the result of one model. It may begin like a frame. */
function entry(random: Random, budget: number): JsonTree {
  if (random.chance(0.03)) return randomJson(random);
  const word = object([
    ["code", text('"0"')],
    ["message", text(randomString(random))],
  ]);
  const response = random.chance(0.25) ? frames(random, budget) : responseObject(random, budget);
  const parts: [string, JsonTree][] = [["status", word], ["response", response], ...lookalikes(random)];
  return keys(random, parts, random.chance(0.2) ? [["time", text("0")]] : []);
}

function responseObject(random: Random, budget: number): JsonTree {
  const input = object([
    ["id", text(randomString(random))],
    ["output", array(randomFrames(random, 1))],
  ]);
  return keys(random, [["input", input], ["output", frames(random, budget)], ...lookalikes(random)]);
}

function frames(random: Random, budget: number): JsonTree {
  if (random.chance(0.04)) return random.chance(0.3) ? text("null") : randomScalar(random);
  if (random.chance(0.03)) return keys(random, lookalikes(random));
  return array(random.chance(0.05) ? [] : randomFrames(random, budget));
}

/** Creates an object with keys in any order, sometimes one of them twice. */
function keys(
  random: Random,
  parts: readonly (readonly [string, JsonTree])[],
  first: readonly (readonly [string, JsonTree])[] = [],
): JsonTree {
  const inOrder = [...first, ...(random.chance(0.5) ? random.shuffled(parts) : parts)];
  const entries = inOrder.map(([key, value]): JsonEntry => [writeKey(key, random), value]);
  if (random.chance(0.01) && parts.length > 0) {
    const [key, value] = parts[random.below(Math.min(parts.length, 2))] ?? ["", text("0")];
    const other = random.pick([
      value,
      text("null"),
      array([]),
      array(randomFrames(random, 2)),
      randomJson(random),
    ]);
    entries.splice(random.below(entries.length + 1), 0, [writeKey(key, random), other]);
  }
  return { kind: "object", entries };
}
