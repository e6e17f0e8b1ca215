/** The version of the semantic conventions for HTTP, which are stable. */
export const SCHEMA_URL = "https://opentelemetry.io/schemas/1.45.0";

/** The name of the tracer and the meter. */
export const SCOPE_NAME = "@hivekit/core";

// HTTP, stable. Source: https://opentelemetry.io/docs/specs/semconv/http/http-spans/ (version 1.45.0, read 2026-12-01).
export const ERROR_TYPE = "error.type";
export const HTTP_METHOD = "http.request.method";
export const HTTP_RESEND_COUNT = "http.request.resend_count";
export const HTTP_STATUS = "http.response.status_code";
export const SERVER_ADDRESS = "server.address";
export const SERVER_PORT = "server.port";
export const URL_FULL = "url.full";

// Generative AI, in development: the names of version 1.45.0, which moved them to their own repository. Source:
// https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/ (read 2026-12-01).
export const GEN_AI_OPERATION = "gen_ai.operation.name";
export const GEN_AI_CHAT = "chat";
export const GEN_AI_PROVIDER = "gen_ai.provider.name";
export const GEN_AI_MODEL = "gen_ai.request.model";
export const GEN_AI_INPUT_TOKENS = "gen_ai.usage.input_tokens";
export const GEN_AI_OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
export const GEN_AI_TOKEN_TYPE = "gen_ai.token.type";
export const GEN_AI_TOKEN_USAGE = "gen_ai.client.token.usage";

// Hivekit.
export const OPERATION = "hivekit.operation";
export const API = "hivekit.api";
export const MODEL = "hivekit.model";
export const PROJECT = "hivekit.project";
export const SUBMISSION = "hivekit.submission";
export const OUTCOME = "hivekit.outcome";
export const ERROR_REASON = "hivekit.error.reason";
export const CHARGE_USD = "hivekit.charge_usd";
export const FRAME_COUNT = "hivekit.frame_count";
export const FIRST_FRAME = "hivekit.first_frame";
export const MAY_BE_BILLED = "hivekit.may_be_billed";
export const WILL_RETRY = "hivekit.will_retry";
export const RETRY_DELAY_MS = "hivekit.retry_delay_ms";
export const DECISION = "hivekit.verdict.decision";
export const SOURCE = "hivekit.verdict.source";
