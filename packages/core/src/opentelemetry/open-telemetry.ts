import { trace } from "@opentelemetry/api";
import type { HiveTelemetry } from "../transport/telemetry.ts";
import { addProject, startCallSpan } from "./call-span.ts";
import { DECISION, SCHEMA_URL, SCOPE_NAME, SOURCE } from "./conventions.ts";
import { instrumentsOf } from "./instruments.ts";
import { checkOpenTelemetryOptions } from "./open-telemetry-options.ts";
import type { OpenTelemetryOptions } from "./open-telemetry-options.ts";

/**
 * Creates a {@link HiveTelemetry} that reports to OpenTelemetry. Without an SDK, all spans and metrics are no-ops.
 *
 * Spans: each call is a child of the active span. Its name is `HiveClient.classify`, `HiveVlm.judge` and so on, or
 * `chat MODEL` for `ask`. Each attempt is a child of its call, named `GET` or `POST`. It follows version 1.45.0 of the
 * semantic conventions for HTTP clients. A call of `ask` also has the attributes of the conventions for generative AI,
 * which are in development. Calls have the kind `INTERNAL`, so that each request is counted once. Attempts and `ask`
 * have the kind `CLIENT`.
 *
 * A failed call has the status `ERROR` with its redacted message, and the `kind` of its error in `error.type`. A call
 * that the caller aborts, and a stream that the consumer closes early, are not errors: their status is unset, and
 * `hivekit.outcome` is `cancelled`. `hivekit.first_frame` is an event of streams and of `wait`.
 *
 * Metrics:
 *
 * | name | unit | attributes |
 * |---|---|---|
 * | `hivekit.client.operation.duration` | s | `hivekit.outcome`, `error.type`, `hivekit.error.reason` |
 * | `hivekit.client.attempts` | attempts | the three above, `http.response.status_code`, `hivekit.may_be_billed`, `hivekit.will_retry` |
 * | `hivekit.client.charge` | US dollars | none |
 * | `hivekit.client.frames` | frames | none |
 * | `hivekit.verdicts` | verdicts | `hivekit.verdict.decision`, `hivekit.verdict.source` |
 * | `gen_ai.client.token.usage` | tokens | only those of the conventions for generative AI |
 *
 * The first four also have `hivekit.operation`, `hivekit.api` and `hivekit.model`. All have `hivekit.project` in an app
 * that names its projects with `HiveModule` of `@hivekit/nestjs`.
 *
 * If `hivekit.may_be_billed` is `true` and `hivekit.outcome` is not `done`, Hive may have billed the attempt without a
 * result.
 *
 * No attribute contains the API key, media, a text, a prompt, a result, metadata, or the query, user info or fragment
 * of a URL.
 *
 * @throws HiveConfigError if an option is unknown or invalid.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { openTelemetry } from "@hivekit/core/opentelemetry";
 *
 * const hive = new HiveClient({
 *   apiKey: "demo-colors",
 *   baseUrl: "http://127.0.0.1:8787",
 *   telemetry: openTelemetry({ attributes: { "app.project": "avatars" } }),
 * });
 * await hive.classify({ url: "http://127.0.0.1:9000/photo.jpg" });
 * ```
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): HiveTelemetry {
  checkOpenTelemetryOptions(options);
  const { tracerProvider = trace, attributes, propagate = false } = options;
  const tracer = options.tracer ?? tracerProvider.getTracer(SCOPE_NAME, undefined, { schemaUrl: SCHEMA_URL });
  const instruments = instrumentsOf(options);
  const settings = { tracer, instruments, attributes: attributes && { ...attributes }, propagate };
  return {
    startCall: (name, call) => startCallSpan(name, call, settings),
    recordVerdict: ({ decision }, call) => {
      const own = { [DECISION]: decision, [SOURCE]: call.source };
      instruments().verdicts.add(1, { ...addProject(settings.attributes, call), ...own });
    },
  };
}
