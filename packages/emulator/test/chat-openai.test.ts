import { APIError } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { expect, it } from "vitest";
import * as z from "zod";
import { createEmulator } from "../src/index.ts";
import { createOpenAi, imagePart, toDataUri, VLM } from "./support/chat.ts";
import { picture } from "./support/pictures.ts";

const red = toDataUri(
  await picture({ width: 64, height: 48 }, "#ff0000", [
    { left: 0, top: 0, width: 10, height: 10, color: "#0000ff" },
  ])
    .png()
    .toBuffer(),
);

it("OpenAI's client asks about a text", async () => {
  const emulator = createEmulator();
  const reply = await createOpenAi(emulator).chat.completions.create({
    model: VLM,
    messages: [
      { role: "system", content: "Describe the text." },
      { role: "user", content: "Hello there" },
    ],
  });
  expect(reply.choices).toEqual([
    {
      index: 0,
      message: { role: "assistant", content: "The text has 11 characters." },
      finish_reason: "stop",
    },
  ]);
  expect(reply.usage).toEqual({ prompt_tokens: 8, completion_tokens: 7, total_tokens: 15 });
  emulator.verify.one({
    projectKey: "demo-vlm",
    kind: "messages",
    hasText: true,
    chargeUsd: 0.001,
    frameCount: 1,
  });
});

it("OpenAI's client asks about an image as a data: URI, and parses the answer with zod", async () => {
  const schema = z.object({
    isRed: z.boolean(),
    isGreen: z.boolean(),
    dominant: z.enum(["green", "red", "other"]),
    confidence: z.number().min(0).max(1),
    reason: z.string().nullable(),
    tags: z.array(z.string()),
  });
  const reply = await createOpenAi(createEmulator()).chat.completions.parse({
    model: VLM,
    max_tokens: 300,
    temperature: 0,
    messages: [{ role: "user", content: [{ type: "text", text: "What is it?" }, imagePart(red)] }],
    response_format: zodResponseFormat(schema, "colors"),
  });
  expect(reply.choices[0]?.message.parsed).toEqual({
    isRed: true,
    isGreen: false,
    dominant: "red",
    confidence: 0,
    reason: "The picture shows red, blue.",
    tags: [],
  });
});

it("OpenAI's client reports the status and the message of an error", async () => {
  const emulator = createEmulator({
    projects: [{ key: "empty", model: "emulator_vlm", balanceUsd: 0 }],
  });
  const ask = (options: { key?: string; model?: string; fault?: string }): Promise<unknown> => {
    const { key = "demo-vlm", model = VLM, fault } = options;
    return createOpenAi(emulator, key).chat.completions.create(
      { model, messages: [{ role: "user", content: "Hello" }] },
      fault === undefined ? {} : { headers: { "x-hivekit-emulator-fault": fault } },
    );
  };
  for (const [options, status, message] of [
    [{ key: "nobody" }, 401, "Unauthorized"],
    [{ model: "vision-language-model" }, 400, "Invalid Model Name"],
    [{ key: "demo-visual" }, 403, "emulator_visual"],
    [{ key: "empty" }, 405, "Insufficient account balance"],
    [{ fault: "429:retry-after=1" }, 429, "Project has been rate limited"],
    [{ fault: "500" }, 500, "Internal Server Error"],
  ] as const) {
    const error = await ask(options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ status, message: expect.stringContaining(message) });
  }
});
