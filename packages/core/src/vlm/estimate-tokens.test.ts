import { describe, expect, it } from "vitest";
import { definePromptPolicy } from "./define-prompt-policy.ts";
import { estimateTokens } from "./estimate-tokens.ts";

describe("estimateTokens", () => {
  it.each([
    // Documented: a square of up to 633 px is one patch.
    [1, 1, 1],
    [448, 448, 1],
    [633, 633, 1],
    // Inferred: tiles and the complete image.
    [634, 634, 5],
    [4000, 4000, 5],
    [1000, 500, 3],
    [500, 1000, 3],
    [1500, 1000, 7],
    [1024, 768, 7],
    [4032, 3024, 7],
    [1000, 1500, 7],
    [1920, 1080, 3],
    [6000, 1000, 7],
    [20_000, 100, 7],
  ])("counts the patches of an image of %i × %i pixels", (widthPx, heightPx, patches) => {
    expect(estimateTokens({ images: [{ widthPx, heightPx }] }).imageTokens).toBe(patches * 256);
  });

  it("gives the counts of two published responses with 45 and 26 tokens of text", () => {
    const square = estimateTokens({
      prompt: "a".repeat(45 * 4),
      images: [{ widthPx: 1024, heightPx: 1024 }],
    });
    const portrait = estimateTokens({
      prompt: "a".repeat(26 * 4),
      images: [{ widthPx: 800, heightPx: 1200 }],
    });
    expect([square.promptTokens, portrait.promptTokens]).toEqual([1325, 1818]);
  });

  it("counts a token for four ASCII characters or one other character", () => {
    expect(estimateTokens({ prompt: "abcdefgh" }).promptTokens).toBe(2);
    expect(estimateTokens({ prompt: "你好" }).promptTokens).toBe(2);
    expect(estimateTokens({ prompt: "👍" }).promptTokens).toBe(1);
  });

  it("counts the note that accompanies a text", () => {
    const { promptTokens } = estimateTokens({ prompt: "Spam?", text: "Hello" });
    expect(promptTokens).toBeGreaterThan(estimateTokens({ text: "Hello" }).promptTokens + 2 + 20);
  });

  const policy = definePromptPolicy({
    instructions: "A forum.",
    categories: {
      insult: { description: "Insults against a person.", decision: "review" },
      weaponsSale: { description: "Offers to sell or buy weapons.", decision: "block" },
    },
  });
  const images = [1, 2, 3].map(() => ({ widthPx: 600, heightPx: 600 }));

  it.each([
    ["one call per image", { images }, 3, 3],
    ["several images in a call", { images, imagesPerCall: 3 }, 1, 3],
    ["one call per image and category", { images, perCategory: true }, 6, 6],
    ["a text with each image", { images, text: "Hello" }, 3, 3],
    ["pieces of a long text apart", { images, text: "Fine. ".repeat(40), textCharacters: 100 }, 7, 3],
  ])("divides a judgment into calls: %s", (_name, options, calls, patches) => {
    const estimate = estimateTokens({ policy, ...options });
    expect([estimate.calls, estimate.imageTokens]).toEqual([calls, patches * 256]);
    expect(estimate.promptTokens).toBeGreaterThan(estimate.imageTokens + calls * 50);
  });

  it("rejects an invalid size and an unknown option", () => {
    expect(() => estimateTokens({ images: [{ widthPx: 0, heightPx: 1 }] })).toThrow(
      "images[0].widthPx must be",
    );
    // @ts-expect-error -- a user who writes JavaScript
    expect(() => estimateTokens({ image: [] })).toThrow("image is unknown");
  });

  it.each([
    ["a prompt beside a policy", { policy, prompt: "Is it a dog?" }, "prompt"],
    ["perCategory without a policy", { perCategory: true }, "perCategory"],
    ["imagesPerCall without a policy", { imagesPerCall: 2 }, "imagesPerCall"],
    ["textCharacters without a policy", { textCharacters: 500 }, "textCharacters"],
  ])("rejects %s, which would have no effect", (_name, options, option) => {
    expect(() => estimateTokens(options)).toThrow(expect.objectContaining({ kind: "config", option }));
  });
});
