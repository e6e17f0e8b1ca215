/** Spans and metrics of OpenTelemetry for every call. Needs the package `@opentelemetry/api`. */
export { openTelemetry } from "./opentelemetry/open-telemetry.ts";
export type { OpenTelemetryOptions } from "./opentelemetry/open-telemetry-options.ts";
