import type { OpenOptions, Upload } from "../../submission/upload.ts";
import { copyWellFormed, toWellFormed } from "../../value/well-formed.ts";
import type { Endpoint, JsonBody, RequestPlan } from "../protocol.ts";

/** The endpoint of Hive's vision language model. */
export const CHAT_ENDPOINT: Endpoint = { api: "v3", authScheme: "Bearer" };

/** An image or a video of a chat request. */
export type ChatMedia =
  | { readonly kind: "upload"; readonly upload: Upload }
  /** An http or https URL, or a data URI. */
  | { readonly kind: "image"; readonly url: string }
  | {
      readonly kind: "video";
      readonly url: string;
      /** The frames per second that the model sees. */
      readonly fps: number;
      /** Whether the model answers once for the video, or for each frame. */
      readonly scope: "once" | "perFrame";
    };

/** A question to the model, ready to be sent. */
export type ChatRequest = {
  readonly model: string;
  readonly prompt: string;
  readonly media: readonly ChatMedia[];
  /** The text after the media, already fenced; `null` for none. */
  readonly text: string | null;
  /** The JSON schema of the answer; `null` for none. */
  readonly jsonSchema: Readonly<Record<string, unknown>> | null;
  readonly maxTokens: number;
  /** Further parameters of the model. Those that the client sets take precedence. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Reads an image as a data URI. */
  readonly readImage: (upload: Upload, options: OpenOptions) => Promise<string>;
};

/**
 * Plans a request to the chat endpoint: one user message with the prompt, the media and the text, in this order.
 *
 * Source: https://docs.thehive.ai/docs/hive-vision-language-model-vlm (read 2026-11-30). The form of a video, `strict`
 * and data URIs are known from third parties; see docs/discoveries.md.
 */
export function planChat(request: ChatRequest): RequestPlan<JsonBody> {
  return { method: "POST", path: "/api/v3/chat/completions", body: buildBody(request) };
}

function buildBody(request: ChatRequest): JsonBody {
  const { model, prompt, media, text, jsonSchema, maxTokens, params } = request;
  const head = {
    ...copyWellFormed(params),
    model,
    max_tokens: maxTokens,
    ...(jsonSchema === null
      ? {}
      : {
          response_format: {
            type: "json_schema",
            json_schema: { name: "answer", strict: true, schema: copyWellFormed(jsonSchema) },
          },
        }),
  };
  const read = async (options: OpenOptions): Promise<unknown> => {
    const content = [textPart(prompt)];
    // One after another, so that a failure leaves no other image open.
    for (const one of media) {
      content.push(
        one.kind === "upload" ? imagePart(await request.readImage(one.upload, options)) : urlPart(one),
      );
    }
    if (text !== null) content.push(textPart(text));
    return { ...head, messages: [{ role: "user", content }] };
  };
  return { kind: "jsonWithMedia", read };
}

function textPart(text: string): object {
  return { type: "text", text: toWellFormed(text) };
}

function imagePart(url: string): object {
  return { type: "image_url", image_url: { url } };
}

function urlPart(media: Exclude<ChatMedia, { readonly kind: "upload" }>): object {
  const { kind, url } = media;
  if (kind === "image") return imagePart(url);
  return {
    type: "media_url",
    media_url: {
      url,
      sampling: { strategy: "fps", fps: media.fps },
      prompt_scope: media.scope === "once" ? "once" : "per_frame",
    },
  };
}
