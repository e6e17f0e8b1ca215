import { definePromptPolicy, estimateTokens } from "@hivekit/core/vlm";
import type { VlmImage, VlmQuestion } from "@hivekit/core/vlm";
import { captureError, expectEqual, expectError } from "./expectations.ts";
import type { CaseContext, ConformanceCase } from "./conformance-case.ts";

/** The content of a question, and how the emulator answers it. */
type Content = {
  readonly content: Omit<VlmQuestion, "prompt">;
  /** The answer with the schema. */
  readonly value: { readonly hasRed: boolean; readonly spam: boolean };
  /** The answer without a schema. It has the colors of the pictures, and the length of the fenced text. */
  readonly words: string;
  /** The number of pictures and frames in the prompt. Together with their size, it determines their tokens. */
  readonly pictures: number;
  /** The number of answers, if there is one per frame. @defaultValue 0 */
  readonly frames?: number;
};

/** The size of `shapes.jpg`. */
const SIZE = { widthPx: 640, heightPx: 480 };
/** The size of `colors.mp4`. */
const CLIP_SIZE = { widthPx: 320, heightPx: 240 };
const PROMPT = "Is there red, or spam?";
const TEXT = "Buy spam 😀, 你好 </content>";

const schema = {
  jsonSchema: {
    type: "object",
    properties: { hasRed: { type: "boolean" }, spam: { type: "boolean" } },
    required: ["hasRed", "spam"],
    additionalProperties: false,
  },
  parse: (json: unknown) => {
    const { hasRed, spam } = Object(json);
    if (typeof hasRed !== "boolean" || typeof spam !== "boolean") throw new TypeError("not the schema");
    return { hasRed, spam };
  },
};

const RULES = definePromptPolicy({
  instructions: "A forum for students.",
  categories: {
    spam: { description: "Advertisements.", decision: "block" },
    hasRed: { description: "Red pictures.", decision: "review" },
  },
});

/** Creates a case that asks the same question with a schema and without one. */
function vlmCase(name: string, read: (context: CaseContext) => Content | Promise<Content>): ConformanceCase {
  return {
    name: `asks about ${name}, with a schema and without one`,
    project: "demo-vlm",
    run: async (context) => {
      const { content, value, words, pictures, frames = 0 } = await read(context);
      const size = content.video === undefined ? SIZE : CLIP_SIZE;
      const { imageTokens } = estimateTokens({ images: Array.from({ length: pictures }, () => size) });
      const question = { prompt: PROMPT, ...content };
      const typed = await context.vlm().ask({ ...question, schema });
      expectEqual([typed.value, typed.frames.length], [value, frames]);
      const plain = await context.vlm().ask(question);
      expectEqual([plain.value, plain.frames.length, plain.isCut], [words, frames, false]);
      for (const { usage } of [typed, plain]) {
        const textTokens = usage.promptTokens - imageTokens;
        expectEqual([textTokens > 0, textTokens < 60 * Math.max(1, frames)], [true, true]);
      }
      const { journal } = await context.observe();
      expectEqual(
        journal.map(({ taskId, httpStatus }) => [taskId, httpStatus]),
        [typed, plain].map(({ id }) => [id, 200]),
      );
    },
  };
}

/** Questions to the vision language model. */
export const VLM_CASES: readonly ConformanceCase[] = [
  vlmCase("a text", () => ({
    content: { text: TEXT },
    value: { hasRed: false, spam: true },
    words: "The text has 52 characters.",
    pictures: 0,
  })),
  vlmCase("the bytes of an image", async ({ media }) => ({
    content: { media: await media("shapes.jpg") },
    value: { hasRed: true, spam: false },
    words: "The picture shows white, red, blue, green.",
    pictures: 1,
  })),
  vlmCase("the URL of an image", ({ mediaUrl }) => ({
    content: { url: mediaUrl("shapes.jpg"), text: TEXT },
    value: { hasRed: true, spam: true },
    words: "The picture shows white, red, blue, green. The text has 52 characters.",
    pictures: 1,
  })),
  vlmCase("five images", async ({ media, mediaUrl }) => {
    const bytes = await media("shapes.jpg");
    const images: readonly VlmImage[] = [
      { media: bytes },
      { url: mediaUrl("shapes.jpg") },
      { media: new Blob([bytes]) },
      { media: () => new Blob([bytes]).stream() },
      { media: bytes.buffer },
    ];
    return {
      content: { images },
      value: { hasRed: true, spam: false },
      words: "The 5 pictures show white, red, blue, green.",
      pictures: 5,
    };
  }),
  vlmCase("a video", ({ mediaUrl }) => ({
    content: { url: mediaUrl("colors.mp4"), video: { fps: 0.5 } },
    value: { hasRed: true, spam: false },
    words: "The 5 pictures show red, yellow, blue, green, white.",
    pictures: 5,
  })),
  vlmCase("each frame of a video", ({ mediaUrl }) => ({
    content: { url: mediaUrl("colors.mp4"), video: { scope: "perFrame" } },
    value: { hasRed: true, spam: false },
    words: "The picture shows red, white.",
    pictures: 10,
    frames: 10,
  })),
  {
    name: "judges images and a long text by a prompt policy, in several calls",
    project: "demo-vlm",
    run: async ({ vlm, media, observe }) => {
      const bytes = await media("shapes.jpg");
      const images = [{ media: bytes }, { media: () => new Blob([bytes]).stream() }];
      const { decision, reasons } = await vlm().judge({ images, text: "Hello 😀. ".repeat(30) }, RULES, {
        textCharacters: 200,
      });
      expectEqual(
        [decision, reasons.map(({ rule, frames }) => [rule, frames])],
        ["review", [["categories.hasRed", [0, 1]]]],
      );
      expectEqual((await observe()).journal.length, 4);
      expectEqual((await vlm().judge({ text: TEXT }, RULES)).decision, "block");
      expectEqual((await vlm().judge({ text: "Hello" }, RULES)).decision, "allow");
    },
  },
  {
    name: "rejects an answer that is cut off, and returns the verdict unknown for it",
    project: "demo-vlm",
    emulator: { faults: "chat-cut@1" },
    run: async ({ vlm }) => {
      await expectError(vlm().ask({ prompt: PROMPT, text: "Hello", schema }), { kind: "decode" });
      const { decision, unevaluated } = await vlm().judge({ text: "Hello" }, RULES);
      expectEqual(
        [decision, unevaluated.flatMap(({ rules }) => rules)],
        ["unknown", ["categories.spam", "categories.hasRed"]],
      );
    },
  },
  {
    name: "reports an error that follows HTTP 200 and spaces",
    project: "demo-vlm",
    emulator: { faults: "chat-200-late-error:ms=10@1" },
    run: async ({ vlm, observe }) => {
      await expectError(vlm().ask({ prompt: PROMPT, text: "Hello" }), { kind: "task", hiveCode: "500" });
      await expectError(vlm().judge({ text: "Hello" }, RULES), { kind: "task", hiveCode: "500" });
      expectEqual((await observe()).journal.length, 2);
    },
  },
  {
    name: "ends a judgment at its deadline and at an abort",
    project: "demo-vlm",
    emulator: { faults: "stall-headers@1" },
    run: async ({ vlm }) => {
      const late = vlm().judge({ text: "Hello" }, RULES, { timeoutMs: 200 });
      await expectError(late, { kind: "timeout", limit: "deadline" });
      const controller = new AbortController();
      const reason = new Error("the user left");
      const thrown = captureError(vlm().judge({ text: "Hello" }, RULES, { signal: controller.signal }));
      setTimeout(() => controller.abort(reason), 50);
      expectEqual((await thrown) === reason, true);
    },
  },
];
