import { describe, expect, it } from "vitest";
import { createFrameGuess } from "./frame-guess.ts";
import type { FrameGuess } from "./frame-guess.ts";

const frame = (time: number, name = "gun"): string =>
  JSON.stringify({ time, classes: [{ class: name, score: 0.5 }] });

function learned(...frames: readonly string[]): FrameGuess {
  const guess = createFrameGuess();
  for (const text of frames) guess.learn(text);
  return guess;
}

describe("a frame guess", () => {
  it("expects the frames to begin like the first text before it has learned one", () => {
    expect(createFrameGuess().find(`${frame(1)},${frame(2)},{"time":3`)).toBe(
      `${frame(1)},${frame(2)}`.length,
    );
    expect(createFrameGuess().find(`s":1},${frame(2)},${frame(3)}`)).toBe(-1);
  });

  it("finds the comma after the last complete frame", () => {
    const text = `${frame(1)},${frame(2)},{"time":3,"cla`;
    expect(learned(frame(0)).find(text)).toBe(text.lastIndexOf(',{"time"'));
    expect(learned(frame(0)).find(frame(1))).toBe(-1);
  });

  it.each([
    ["a space after the comma, as from Python", '{"a": [1]}', ' {"a": [2]}'],
    ["indented JSON", '\n  {\n    "a": [\n      1\n    ]\n  }', '\n  {\n    "a": [\n      2\n    ]\n  }'],
  ])("learns %s", (_name, first, second) => {
    const guess = learned(first, second);
    const end = guess.find(`${first},${second}`);
    expect(end).toBe(first.length);
    expect(guess.parse(first.slice(0, end))).toEqual([{ a: [1] }]);
  });

  it("keeps its boundary if an element does not begin with a key", () => {
    const guess = learned(frame(0), "7", '"text"', "[[1]]", "{}");
    expect(guess.find(`${frame(1)},${frame(2)}`)).toBe(frame(1).length);
  });

  it("is confirmed or rejected by JSON.parse", () => {
    const guess = learned(frame(0));
    expect(guess.parse(`${frame(1)},${frame(2)}`)).toEqual([JSON.parse(frame(1)), JSON.parse(frame(2))]);
    for (const wrong of [
      frame(1).slice(0, -1),
      `${frame(1)}],[${frame(2)}`,
      `${frame(1)},`,
      `${frame(1)} 2`,
    ]) {
      expect([wrong, guess.parse(wrong)]).toEqual([wrong, null]);
    }
  });

  it("stops after eight more wrong guesses than right ones", () => {
    const guess = learned(frame(0));
    const text = `${frame(1)},${frame(2)}`;
    for (let turn = 0; turn < 20; turn++) {
      guess.parse("{");
      guess.parse("{}");
    }
    expect(guess.find(text)).toBe(frame(1).length);
    for (let turn = 0; turn < 8; turn++) guess.parse("{");
    expect(guess.find(text)).toBe(-1);
    guess.learn(frame(3));
    expect(guess.find(text)).toBe(-1);
  });

  it("is fast for a frame that ends with a lot of whitespace", () => {
    const text = `{"a":[1${" ".repeat(200_000)}]${" ".repeat(200_000)}}`;
    expect(learned(text).find(`${text},${text}`)).toBe(text.length);
  });
});
