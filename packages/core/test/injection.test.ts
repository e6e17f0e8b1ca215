// The text of a user cannot change the request, except for the part that contains the text. The model may still obey
// it: see docs/vlm.md.

import { describe, expect, it } from "vitest";
import { definePromptPolicy, HiveVlm } from "../src/vlm.ts";
import { answerAll, modelOf } from "./chat-replies.ts";
import { fakeFetch } from "./fake-fetch.ts";
import { INJECTION_TEXTS } from "./injection-texts.ts";
import { readFixture } from "./read-fixture.ts";

const RULES = definePromptPolicy({
  instructions: "A forum for students.",
  categories: {
    insult: { description: "Insults against a person.", decision: "review" },
    weaponsSale: { description: "Offers to sell or buy weapons.", decision: "block" },
  },
  explain: true,
});

/** Returns the request as it is sent, and its last part, which is the text. */
async function requestFor(
  send: (vlm: HiveVlm) => Promise<unknown>,
): Promise<{ readonly body: string; readonly text: string }> {
  const { fetch, seen } = fakeFetch(() => Response.json(readFixture("chat/image")));
  await send(new HiveVlm({ apiKey: "test-key-SECRET", fetch }));
  const body = JSON.stringify(await seen[0]?.json());
  const { messages }: { messages: readonly [{ content: readonly { text: string }[] }] } = JSON.parse(body);
  return { body, text: messages[0].content.at(-1)?.text ?? "" };
}

const callers = {
  judge: (text: string) => requestFor(async (vlm) => vlm.judge({ text }, RULES)),
  ask: (text: string) => requestFor(async (vlm) => vlm.ask({ prompt: "Is it an insult?", text })),
};

/** Resolves the numeric references of a fenced text. */
function readFenced(fenced: string): string {
  return fenced
    .slice("<content>".length, -"</content>".length)
    .replaceAll(/&#(\d+);/g, (_match, code: string) => String.fromCodePoint(Number(code)));
}

describe("a text that tries to instruct the model", () => {
  it("exists in 200 variants", () => {
    expect(new Set(INJECTION_TEXTS).size).toBe(200);
  });

  it.each(Object.entries(callers))(
    "changes nothing in the request of %s except the text, and cannot close the fence",
    async (_name, send) => {
      const harmless = await send("Hello");
      const [head, tail, ...others] = harmless.body.split(JSON.stringify(harmless.text));
      expect(others).toEqual([]);
      for (const injection of INJECTION_TEXTS) {
        const { body, text } = await send(injection);
        expect(body).toBe(`${head}${JSON.stringify(text)}${tail}`);
        // Also if the model's tokenizer normalizes the text first.
        for (const form of [text, text.normalize("NFKC"), text.normalize("NFKD")]) {
          expect(form).toMatch(/^<content>[^<>]*<\/content>$/);
        }
        // The model receives the complete text.
        expect(readFenced(text)).toBe(injection);
        // Neither characters that look like angle brackets nor invisible characters remain.
        expect(text.slice("<content>".length, -"</content>".length)).not.toMatch(
          /[＜＞﹤﹥‹›〈〉⟨⟩\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}|(?![\t\n])\p{Cc}/u,
        );
      }
    },
  );

  it("stays in the fence if it is split into pieces", async () => {
    const { vlm, bodies } = modelOf(answerAll(false));
    await vlm.judge({ text: INJECTION_TEXTS.join("\n") }, RULES, { textCharacters: 500 });
    expect(bodies.length).toBeGreaterThan(20);
    const texts = bodies.map(({ messages: [{ content }] }) => content.at(-1)?.text);
    for (const text of texts) expect(text).toMatch(/^<content>[^<>]*<\/content>$/);
    const rest = bodies.map((body, index) => JSON.stringify(body).replace(JSON.stringify(texts[index]), ""));
    expect(new Set(rest).size).toBe(1);
  });
});
