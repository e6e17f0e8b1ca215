import { MAX_BASE64_MEDIA_BYTES } from "../api/decode-base64.ts";
import type { Generation, ModelAddress } from "../api/generation.ts";
import { readBody } from "../api/read-body.ts";
import { CHAT_MODEL } from "../chat/chat-request.ts";
import { ApiError } from "../error/api-error.ts";
import { NO_EXTRAS } from "../state/submission.ts";
import { toChatReply } from "./chat-reply.ts";
import { readChatRequest } from "./read-chat-request.ts";
import { v3Generation } from "./v3-generation.ts";

/** The path of chat completions. Source: reference/hive-api-2.md, section 1.1. */
export const CHAT_PATH = "/api/v3/chat/completions";

/** The model that the body of a chat completion names. */
export const CHAT_ADDRESS: ModelAddress = { path: CHAT_MODEL, model: "emulator_vlm" };

/**
 * The maximum size of the body, in bytes: five images in base64, the most that callers report, and 1 MiB for the rest.
 * Emulator behavior.
 */
const MAX_CHAT_BYTES = 5 * Math.ceil(MAX_BASE64_MEDIA_BYTES / 3) * 4 + 1024 * 1024;

/** v3's chat completions. Source: reference/hive-api-2.md, section 1. */
export const chatGeneration: Generation = {
  ...v3Generation,
  readSubmission: async (exchange, { maxBytes }) => {
    const fileAdvice = "Send smaller images, or their URLs.";
    const body = await readBody(exchange, { maxBytes, maxJsonBytes: MAX_CHAT_BYTES, fileAdvice });
    if (body.kind === "form") throw new ApiError(400, "Send a body with the Content-Type application/json.");
    const chat = await readChatRequest(body.json);
    return { field: "messages", content: { kind: "chat", chat }, ...NO_EXTRAS };
  },
  toReply: toChatReply,
};
