import type { Attributes, Meter, MeterProvider, Tracer, TracerProvider } from "@opentelemetry/api";
import { booleanValue, checkOptions, createOptionError, mustBe } from "../options/check-options.ts";
import type { OptionCheck, OptionChecks } from "../options/check-options.ts";
import { isObject, isPlainObject } from "../value/is-object.ts";

/** The options of `openTelemetry`. All are optional. */
export type OpenTelemetryOptions = {
  /**
   * The tracer. Cannot be combined with `tracerProvider`.
   * @defaultValue the tracer `@hivekit/core` of `tracerProvider`
   */
  readonly tracer?: Tracer | undefined;
  /**
   * The meter. Cannot be combined with `meterProvider`.
   * @defaultValue the meter `@hivekit/core` of `meterProvider`
   */
  readonly meter?: Meter | undefined;
  /**
   * The provider of the tracer.
   * @defaultValue the global provider, even if it is registered later
   */
  readonly tracerProvider?: TracerProvider | undefined;
  /**
   * The provider of the meter.
   * @defaultValue the global provider, even if it is registered later
   */
  readonly meterProvider?: MeterProvider | undefined;
  /**
   * Attributes of every span and every metric, such as the name of the project. Attributes of Hivekit take precedence.
   * Each combination of values creates a time series, so do not use values that identify an item or a user.
   * @defaultValue none
   */
  readonly attributes?: Attributes | undefined;
  /**
   * Whether to send the trace context of each attempt to Hive, in the headers of the global propagator, such as
   * `traceparent`. Baggage is never sent. Your own instrumentation of `fetch` may send headers regardless of
   * this option.
   * @defaultValue `false`
   */
  readonly propagate?: boolean | undefined;
};

const CHECKS: OptionChecks<OpenTelemetryOptions> = {
  tracer: objectWith("a tracer", "startSpan"),
  meter: objectWith("a meter", "createHistogram"),
  tracerProvider: objectWith("a provider", "getTracer"),
  meterProvider: objectWith("a provider", "getMeter"),
  attributes: mustBe(
    "a plain object of strings, numbers, booleans, or arrays of these",
    (value) => isPlainObject(value) && Object.values(value).every((one) => [one].flat().every(isAttribute)),
  ),
  propagate: booleanValue,
};

/** @throws HiveConfigError if an option is unknown or invalid, or two options contradict each other. */
export function checkOpenTelemetryOptions(options: OpenTelemetryOptions): void {
  checkOptions<OpenTelemetryOptions>(options, CHECKS, "openTelemetry");
  for (const name of ["tracer", "meter"] as const) {
    if (options[name] === undefined || options[`${name}Provider`] === undefined) continue;
    throw createOptionError(
      { path: `${name}Provider`, problem: `cannot be combined with ${name}; remove one of them` },
      "openTelemetry",
    );
  }
}

/* @__NO_SIDE_EFFECTS__ */ function objectWith(what: string, method: string): OptionCheck {
  return mustBe(
    `${what} with the method ${method}`,
    (value) => isObject(value) && typeof value[method] === "function",
  );
}

function isAttribute(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}
