import { metrics } from "@opentelemetry/api";
import type { Counter, Histogram, Meter, MeterProvider } from "@opentelemetry/api";
import { GEN_AI_TOKEN_USAGE, SCHEMA_URL, SCOPE_NAME } from "./conventions.ts";

/** In seconds, from the duration of an image to that of a long video. */
const DURATION_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];
/** The buckets that the conventions for generative AI recommend. */
const TOKEN_BUCKETS = [
  1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
];

/** The instruments of all metrics. */
export type Instruments = {
  readonly duration: Histogram;
  readonly charge: Counter;
  readonly frames: Counter;
  readonly attempts: Counter;
  readonly verdicts: Counter;
  readonly tokens: Histogram;
};

/**
 * Returns a function that creates the instruments when they are first needed, and again if another global provider is
 * registered. A meter that was created before an SDK is registered remains a no-op, unlike a tracer.
 */
export function instrumentsOf(given: {
  readonly meter?: Meter | undefined;
  readonly meterProvider?: MeterProvider | undefined;
}): () => Instruments {
  let created:
    | { readonly provider: MeterProvider | undefined; readonly instruments: Instruments }
    | undefined;
  return () => {
    const provider =
      given.meter === undefined ? (given.meterProvider ?? metrics.getMeterProvider()) : undefined;
    if (created === undefined || created.provider !== provider) {
      const meter = given.meter ?? provider?.getMeter(SCOPE_NAME, undefined, { schemaUrl: SCHEMA_URL });
      created = { provider, instruments: createInstruments(meter ?? metrics.getMeter(SCOPE_NAME)) };
    }
    return created.instruments;
  };
}

function createInstruments(meter: Meter): Instruments {
  return {
    duration: meter.createHistogram("hivekit.client.operation.duration", {
      description: "The duration of calls, with all their attempts and delays.",
      unit: "s",
      advice: { explicitBucketBoundaries: DURATION_BUCKETS },
    }),
    charge: meter.createCounter("hivekit.client.charge", {
      description: "The charges that responses report, in US dollars.",
      unit: "{USD}",
    }),
    frames: meter.createCounter("hivekit.client.frames", {
      description: "The frames that calls have read.",
      unit: "{frame}",
    }),
    attempts: meter.createCounter("hivekit.client.attempts", {
      description: "The attempts to send a request, including polls.",
      unit: "{attempt}",
    }),
    verdicts: meter.createCounter("hivekit.verdicts", {
      description: "The verdicts by decision and source.",
      unit: "{verdict}",
    }),
    tokens: meter.createHistogram(GEN_AI_TOKEN_USAGE, {
      description: "The tokens of calls of the vision language model.",
      unit: "{token}",
      advice: { explicitBucketBoundaries: TOKEN_BUCKETS },
    }),
  };
}
