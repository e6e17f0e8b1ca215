import { metrics, trace } from "@opentelemetry/api";
import { HiveClient } from "@hivekit/core";
import type { HiveTelemetry } from "@hivekit/core";
import { openTelemetry } from "@hivekit/core/opentelemetry";
import type { OpenTelemetryOptions } from "@hivekit/core/opentelemetry";

const options: OpenTelemetryOptions = {
  tracer: trace.getTracer("app"),
  meterProvider: metrics.getMeterProvider(),
  attributes: { "app.project": "avatars" },
  propagate: true,
};
const telemetry: HiveTelemetry = openTelemetry(options);
export const hive = new HiveClient({ apiKey: "k", telemetry });
// @ts-expect-error -- not a tracer
export const wrong = openTelemetry({ tracer: "app" });
