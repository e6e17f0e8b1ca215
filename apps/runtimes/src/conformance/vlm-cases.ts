import type { VlmImage, VlmQuestion } from "@hivekit/core/vlm";
import { expectEqual } from "./expectations.ts";
import type { CaseContext, ConformanceCase } from "./conformance-case.ts";

/** What a question is about, and the parts that the server must receive after the prompt. */
type Content = readonly [content: Omit<VlmQuestion, "prompt">, parts: readonly string[]];

const schema = {
  jsonSchema: {
    type: "object",
    properties: { parts: { type: "array", items: { type: "string" } } },
    required: ["parts"],
    additionalProperties: false,
  },
  parse: (json: unknown): readonly string[] => Array.from(Object(json).parts, String),
};

const PHOTO = "https://example.com/photo.jpg";
const CLIP = "https://example.com/clip.mp4";
const TEXT = "Hello 😀, 你好";

/** Creates a case that asks the same question with a schema and without one. */
function vlmCase(name: string, read: (context: CaseContext) => Content | Promise<Content>): ConformanceCase {
  return {
    name: `asks about ${name}, with a schema and without one`,
    project: "demo-v3",
    run: async (context) => {
      const [content, parts] = await read(context);
      const question = { prompt: "Is it safe?", ...content };
      const frameCount = content.video?.scope === "perFrame" ? 3 : 0;
      const typed = await context.vlm().ask({ ...question, schema });
      expectEqual([typed.value, typed.frames.length], [["prompt", ...parts], frameCount]);
      const plain = await context.vlm().ask(question);
      expectEqual([plain.value, plain.frames.length], [["prompt", ...parts].join(", "), frameCount]);
      expectEqual([plain.isCut, plain.usage.promptTokens > 0], [false, true]);
    },
  };
}

/** Questions to the vision language model. */
export const VLM_CASES: readonly ConformanceCase[] = [
  vlmCase("a text", () => [{ text: TEXT }, [`<content>${TEXT}</content>`]]),
  vlmCase("the bytes of an image", async ({ media }) => {
    const bytes = await media("shapes.jpg");
    return [{ media: bytes }, [`image_url image/jpeg ${bytes.length}`]];
  }),
  vlmCase("the URL of an image", () => [{ url: PHOTO }, ["image_url /photo.jpg"]]),
  vlmCase("five images", async ({ media }) => {
    const bytes = await media("shapes.jpg");
    const images: readonly VlmImage[] = [
      { media: bytes },
      { url: PHOTO },
      { media: new Blob([bytes]) },
      { media: () => new Blob([bytes]).stream() },
      { media: bytes.buffer },
    ];
    const [sent, linked] = [`image_url image/jpeg ${bytes.length}`, "image_url /photo.jpg"];
    return [{ images }, [sent, linked, sent, sent, sent]];
  }),
  vlmCase("a video", () => [{ url: CLIP, video: { fps: 0.5 } }, ["media_url /clip.mp4"]]),
  vlmCase("each frame of a video", () => [
    { url: CLIP, video: { scope: "perFrame" } },
    ["media_url /clip.mp4"],
  ]),
];
