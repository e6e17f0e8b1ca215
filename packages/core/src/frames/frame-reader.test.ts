import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { statusFormat } from "../protocol/reply/status-format.ts";
import { createFrameGuess } from "./frame-guess.ts";
import type { FrameLimits } from "./frame-reader.ts";
import { createFrameReader } from "./frame-reader.ts";
import { ReplySyntaxError } from "./frame-reader.ts";
import type { FrameReaderOptions, RawFrame } from "./frame-reader.ts";

function readAll(
  chunks: readonly string[],
  options: Pick<FrameReaderOptions, "guess"> = {},
): { frames: RawFrame[]; envelope: unknown } {
  const frames: RawFrame[] = [];
  const reader = createFrameReader({
    ...options,
    format: statusFormat,
    onFrame: (frame) => frames.push(frame),
  });
  for (const chunk of chunks) reader.push(chunk);
  return { frames, envelope: reader.end() };
}

function cut(text: string, sizes: readonly number[]): string[] {
  const chunks: string[] = [];
  let start = 0;
  for (let turn = 0; start < text.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(text.slice(start, start + size));
    start += size;
  }
  return chunks;
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
}

const entry = (output: unknown): unknown => ({
  response: { input: { output: [1] }, output },
  status: { code: "0" },
});

describe("the frame reader", () => {
  it("delivers each frame with the chunk that completes it, and the envelope without frames at the end", () => {
    const frames: RawFrame[] = [];
    const reader = createFrameReader({
      format: statusFormat,
      onFrame: (frame) => frames.push(frame),
    });
    reader.push('{"id":"a","status":{"response":{"output":[{"time":0,"x":"}]"}');
    const arrayAt = ["status", "response", "output"];
    expect(frames).toEqual([{ resultIndex: 0, index: 0, arrayAt, json: { time: 0, x: "}]" } }]);
    reader.push(',{"time":1');
    expect(frames).toHaveLength(1);
    reader.push("}");
    expect(frames[1]).toEqual({ resultIndex: 0, index: 1, arrayAt, json: { time: 1 } });
    reader.push(']}},"code":200}');
    expect(reader.end()).toEqual({ id: "a", status: { response: { output: [] } }, code: 200 });
  });

  it("recognizes an escaped key, and ignores lookalikes", () => {
    const text =
      '{"output":[9],"other":{"response":{"output":[8]}},"status":[{"response":{"out\\u0070ut":[1,"two",[3],null]}},{"response":{"input":{"output":[4]}}}]}';
    const { frames, envelope } = readAll([text]);
    expect(frames.map((frame) => frame.json)).toEqual([1, "two", [3], null]);
    expect(envelope).toEqual({
      output: [9],
      other: { response: { output: [8] } },
      status: [{ response: { output: [] } }, { response: { input: { output: [4] } } }],
    });
  });

  it("agrees with JSON.parse on any document in chunks of any size", () => {
    const document = fc.oneof(
      fc.record({ id: fc.string({ unit: "binary" }), status: fc.array(fc.array(fc.jsonValue()).map(entry)) }),
      fc.record({ status: fc.array(fc.jsonValue()).map(entry), from_cache: fc.boolean() }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(
        document,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        fc.constantFrom(0, 2, "\t"),
        (json, sizes, indent) => {
          const text = JSON.stringify(json, null, indent);
          const { frames, envelope } = readAll(cut(text, sizes));
          // -0 does not survive JSON, so the expectation comes from the text, not from the value.
          expect(putBack(envelope, frames)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("fails on every truncation of a response, after the complete frames", () => {
    const text = JSON.stringify({
      id: "a",
      status: entry([{ time: 0 }, { time: 1, s: "]}" }, 3]),
      code: 200,
    });
    for (let length = 0; length < text.length; length++) {
      expect(() => readAll([text.slice(0, length)]), `cut after ${length}`).toThrow(ReplySyntaxError);
    }
    expect(readAll([text]).frames).toHaveLength(3);
  });

  it.each([
    '{"status":{"response":{"output":[{} {}]}}}',
    '{"status":{"response":{"output":[{},]}}}',
    '{"status":{"response":{"output":[,{}]}}}',
    '{"status":{"response":{"output":[{},,{}]}}}',
    '{"status":{"response":{"output":[{"time":NaN}]}}}',
    '{"status":{"response":{"output":[{"time":1]}]}}}',
    '{"status":{"response":{"output":[nul]}}}',
    '{"status":{"response":{"output":[{}]}}} trailing',
    '{"status":{"response":{"output":[{}]}',
    "",
    "  ",
    "<html></html>",
  ])("rejects %s without quoting it", (text) => {
    const error = thrownBy(() => readAll(cut(text, [3])));
    expect(error).toBeInstanceOf(ReplySyntaxError);
    expect(String(error)).not.toContain("output");
  });

  it("parses several frames at once with a right guess, and one by one with a wrong one or none", () => {
    const text = JSON.stringify({
      status: entry(
        Array.from({ length: 40 }, (_none, time) => ({
          time,
          // Every fourth frame contains a lookalike of a boundary.
          x: time % 4 === 3 ? [{ y: ["a".repeat(60)] }, { time: 5, z: "b".repeat(60) }] : [],
        })),
      ),
    });
    const calls = { right: 0, wrong: 0, exact: 0 };
    const guess = createFrameGuess();
    const counting = {
      ...guess,
      learn: (frame: string) => {
        calls.exact++;
        guess.learn(frame);
      },
      parse: (frames: string) => {
        const parsed = guess.parse(frames);
        calls[parsed === null ? "wrong" : "right"]++;
        return parsed;
      },
    };
    const guessed = readAll(cut(text, [100]), { guess: counting });
    const scanned = readAll(cut(text, [100]), { guess: null });
    expect(guessed).toEqual(scanned);
    expect(guessed.frames).toHaveLength(40);
    expect(calls.right).toBeGreaterThan(5);
    expect(calls.wrong).toBeGreaterThan(0);
    expect(calls.exact).toBeLessThan(25);
  });

  it("rejects a frame without a comma before it, even if a guess is right", () => {
    const frames = Array.from({ length: 6 }, (_none, time) => JSON.stringify({ time, x: ["y"] }));
    const reader = createFrameReader({ format: statusFormat, onFrame: () => {} });
    reader.push(`{"status":{"response":{"output":[${frames.slice(0, 3).join(",")}`);
    expect(() => reader.push(frames.slice(3).join(","))).toThrow(ReplySyntaxError);
  });

  it.each([0, 1, 9, 20])(
    "delivers complete frames with the chunk that ends %i characters after them",
    (more) => {
      const frames = Array.from({ length: 12 }, (_none, time) =>
        JSON.stringify({ time, x: ["y"], z: "z".repeat(20) }),
      );
      const head = '{"status":{"response":{"output":[';
      const text = `${head}${frames.join(",")}`;
      let count = 0;
      const reader = createFrameReader({ format: statusFormat, onFrame: () => count++ });
      let position = 0;
      for (const last of [2, 5, 8, 11]) {
        const end = Math.min(head.length + frames.slice(0, last + 1).join(",").length + more, text.length);
        reader.push(text.slice(position, end));
        position = end;
        // A frame that begins after the cut is not complete.
        expect(count).toBe(last + 1);
      }
    },
  );

  it("may deliver a frame with the next chunk only if that one follows at once", () => {
    const frames = Array.from({ length: 4 }, (_none, time) => JSON.stringify({ time, x: ["y"] }));
    let count = 0;
    const reader = createFrameReader({ format: statusFormat, onFrame: () => count++ });
    reader.push(`{"status":{"response":{"output":[${frames.slice(0, 2).join(",")}`, { hasMore: true });
    expect(count).toBe(1);
    reader.push(`,${frames[2]}`);
    expect(count).toBe(3);
    reader.push(`,${frames[3]}]}}}`);
    expect(count).toBe(4);
    expect(reader.end()).toEqual({ status: { response: { output: [] } } });
  });

  it("guesses from the first chunk, and scans if the guess is wrong", () => {
    const calls: string[] = [];
    const guess = createFrameGuess();
    const counting = {
      ...guess,
      learn: (frame: string) => {
        calls.push(frame);
        guess.learn(frame);
      },
    };
    // The beginning of a frame also occurs inside a frame.
    const frames = [1, 2, 3].map((time) => ({ time, words: [{ time: 4 }, { time: 5, x: ["y"] }] }));
    const right = [1, 2, 3].map((time) => ({ time, x: ["y"] }));
    for (const [given, scannedCount] of [
      [frames, 3],
      [right, 1],
    ] as const) {
      calls.length = 0;
      const text = JSON.stringify({ status: entry(given) });
      const options = {
        guess: given === right ? { ...createFrameGuess(), learn: counting.learn } : counting,
      };
      expect(readAll([text], options).frames.map(({ json }) => json)).toEqual(given);
      expect(calls).toHaveLength(scannedCount);
    }
  });

  it("tracks strings and escapes across chunks, also after a guess", () => {
    const frames = Array.from({ length: 30 }, (_none, time) => ({ time, x: ['\\"]},{', "\\"] }));
    const text = JSON.stringify({ status: entry(frames) });
    for (let size = 40; size < 130; size++) {
      expect(readAll(cut(text, [size])).frames.map(({ json }) => json)).toEqual(frames);
    }
  });

  it.each([null, undefined])(
    "throws if a limit is exceeded, after the complete frames (guess: %s)",
    (guess) => {
      const long = { time: 2, x: "x".repeat(100) };
      const text = JSON.stringify({ id: "a", status: entry([{ time: 0 }, { time: 1 }, long, { time: 3 }]) });
      for (const size of [7, 1000]) {
        const given: unknown[] = [];
        const read = (limits: FrameLimits) => (): unknown => {
          given.length = 0;
          const reader = createFrameReader({
            format: statusFormat,
            onFrame: ({ json }) => given.push(json),
            limits,
            guess,
          });
          for (const chunk of cut(text, [size])) reader.push(chunk);
          return reader.end();
        };
        const { length } = JSON.stringify(long);
        expect(read({ frameCharacters: length - 1 })).toThrow(
          `exceeds limits.frameCharacters (${length - 1})`,
        );
        expect(given).toEqual([{ time: 0 }, { time: 1 }]);
        expect(read({ frameCharacters: length })).not.toThrow();
        expect(given).toHaveLength(4);
        const beside = text.length - JSON.stringify([{ time: 0 }, { time: 1 }, long, { time: 3 }]).length + 2;
        expect(read({ envelopeCharacters: beside - 1 })).toThrow("exceeds limits.envelopeCharacters");
        expect(read({ envelopeCharacters: beside })).not.toThrow();
        expect(read({ frameCharacters: null, envelopeCharacters: null })).not.toThrow();
      }
    },
  );

  it.each([true, false])(
    "rejects a long frame after a guess with its own chunk (more follows: %s)",
    (hasMore) => {
      const frames = [0, 1].map((time) => JSON.stringify({ time, x: ["y"] }));
      const reader = createFrameReader({
        format: statusFormat,
        onFrame: () => {},
        limits: { frameCharacters: 100 },
      });
      const text = `{"status":{"response":{"output":[${frames.join(",")},{"time":2,"x":"${"x".repeat(100)}`;
      expect(() => reader.push(text, { hasMore })).toThrow("exceeds limits.frameCharacters (100)");
    },
  );

  it("rejects a long frame inside a guess, and one that began in an earlier chunk", () => {
    const frames = Array.from({ length: 40 }, (_none, time) => ({
      time,
      x: ["x".repeat(time === 30 ? 150 : 5)],
    }));
    const text = JSON.stringify({ status: entry(frames) });
    const { length } = JSON.stringify(frames[30]);
    for (const size of [60, 100, 260, 500]) {
      const given: unknown[] = [];
      const reader = createFrameReader({
        format: statusFormat,
        onFrame: ({ json }) => given.push(json),
        limits: { frameCharacters: length - 1 },
      });
      const reading = (): void => {
        for (const chunk of cut(text, [size])) reader.push(chunk);
      };
      expect(reading).toThrow("exceeds limits.frameCharacters");
      expect(given).toEqual(frames.slice(0, 30));
    }
  });

  it("has generous default limits, and no limit if it is null", () => {
    const mebi = "x".repeat(1024 * 1024);
    const read = (start: string, limits: FrameLimits): void => {
      const reader = createFrameReader({ format: statusFormat, onFrame: () => {}, limits });
      reader.push(start);
      for (let count = 0; count < 65; count++) reader.push(mebi);
    };
    const frame = '{"status":{"response":{"output":["';
    expect(() => read(frame, {})).toThrow("exceeds limits.frameCharacters (67108864)");
    expect(() => read('{"x":"', {})).toThrow("exceeds limits.envelopeCharacters (67108864)");
    expect(() => read(frame, { frameCharacters: null })).not.toThrow();
    expect(() => read('{"x":"', { envelopeCharacters: null })).not.toThrow();
  });

  it("reads a frame of 12 MB in chunks of 16 KiB", () => {
    const value = "x".repeat(12_000_000);
    const text = JSON.stringify({ status: entry([{ value }]) });
    const { frames } = readAll(cut(text, [16_384]));
    expect(frames[0]?.json).toEqual({ value });
  });
});

/** Puts the frames back into the envelope. */
function putBack(envelope: unknown, frames: readonly RawFrame[]): unknown {
  for (const resultIndex of new Set(frames.map((frame) => frame.resultIndex))) {
    const group = frames.filter((frame) => frame.resultIndex === resultIndex);
    const status: unknown = Reflect.get(Object(envelope), "status");
    const holder: unknown = Array.isArray(status) ? status[resultIndex] : status;
    const response: unknown = Reflect.get(Object(holder), "response");
    Reflect.set(
      Object(response),
      "output",
      group.map((frame) => frame.json),
    );
  }
  return envelope;
}
