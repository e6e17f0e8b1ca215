import { readFile } from "node:fs/promises";

/** A part of a message, as far as the model reads it. */
type Part = {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
  readonly media_url?: { readonly url: string; readonly prompt_scope: string };
};

/** A request to the chat endpoint, as far as the model reads it. */
type ChatRequest = {
  readonly messages: readonly [{ readonly content: readonly Part[] }];
  readonly response_format?: unknown;
};

/**
 * Answers a request to the chat endpoint in the form of a fixture. The answer lists the parts of the message, so that a
 * case can compare what was received. With a JSON schema, it is `{ "parts": […] }`; without one, a list in words.
 *
 * @param body - The body of the request.
 */
export async function answerChat(body: string): Promise<string> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a request of another form fails the case
  const { messages, response_format: format } = JSON.parse(body) as ChatRequest;
  const [{ content }] = messages;
  const parts = content.map(describePart);
  const answer = format === undefined ? parts.join(", ") : JSON.stringify({ parts });
  const isPerFrame = content.some(({ media_url: video }) => video?.prompt_scope === "per_frame");
  const name = isPerFrame ? "video-per-frame" : "image";
  const fixture = new URL(`../../../../packages/core/fixtures/chat/${name}.json`, import.meta.url);
  const reply: { choices: { message: { content: string } }[] } = JSON.parse(await readFile(fixture, "utf8"));
  for (const { message } of reply.choices) message.content = answer;
  return JSON.stringify(reply);
}

/** Describes a part: its type, with the length of bytes or the path of a URL. */
function describePart({ text, image_url: image, media_url: video, type }: Part): string {
  if (text !== undefined) return text.startsWith("<content>") ? text : "prompt";
  const url = new URL((image ?? video)?.url ?? "");
  if (url.protocol !== "data:") return `${type} ${url.pathname}`;
  const [mediaType, base64 = ""] = url.pathname.split(";base64,");
  return `${type} ${mediaType} ${Buffer.from(base64, "base64").length}`;
}
