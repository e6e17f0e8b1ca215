import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import {
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  AggregationTemporality,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { openTelemetry } from "../../src/opentelemetry.ts";
import type { OpenTelemetryOptions } from "../../src/opentelemetry.ts";
import type { HiveTelemetry } from "../../src/index.ts";

/** The attributes that are the same in all tests, or differ in each run. */
const OMITTED =
  /^(?:server\.|hivekit\.(?:operation|api|retry_delay_ms)$|url\.full|http\.request\.method|gen_ai\.(?:operation|provider))/;

/** A real SDK in memory. */
export type MemorySdk = {
  readonly telemetry: HiveTelemetry;
  readonly tracerProvider: TracerProvider;
  readonly meterProvider: MeterProvider;
  readonly spans: () => readonly ReadableSpan[];
  /** The finished spans, one per line, indented by depth, in order of their start. */
  readonly tree: () => readonly string[];
  /** The data points of a metric, one per line: attributes and value. For a histogram, the value is its count. */
  readonly points: (name: string) => Promise<readonly string[]>;
};

/** Creates an SDK in memory, and telemetry that reports to it. */
export function memorySdk(options: OpenTelemetryOptions = {}): MemorySdk {
  const spanExporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: spanExporter })],
  });
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis: 1_000_000,
  });
  const meterProvider = new MeterProvider({ readers: [reader] });
  return {
    telemetry: openTelemetry({ tracerProvider, meterProvider, ...options }),
    tracerProvider,
    meterProvider,
    spans: () => spanExporter.getFinishedSpans(),
    tree: () => describeChildren(spanExporter.getFinishedSpans(), undefined, ""),
    points: async (name) => {
      await meterProvider.forceFlush();
      const last = metricExporter.getMetrics().at(-1);
      const metric = last?.scopeMetrics
        .flatMap(({ metrics }) => metrics)
        .find(({ descriptor }) => descriptor.name === name);
      return (metric?.dataPoints ?? []).map(({ attributes, value }) => {
        const number = typeof value === "number" ? value : value.count;
        return `${describeAttributes(attributes)} = ${number}`;
      });
    },
  };
}

function describeChildren(
  spans: readonly ReadableSpan[],
  parentId: string | undefined,
  indent: string,
): readonly string[] {
  return spans
    .filter(({ parentSpanContext }) => parentSpanContext?.spanId === parentId)
    .toSorted((one, other) => compareTimes(one.startTime, other.startTime))
    .flatMap((span) => [
      `${indent}${describeSpan(span)}`,
      ...describeChildren(spans, span.spanContext().spanId, `${indent}  `),
    ]);
}

function compareTimes(one: readonly [number, number], other: readonly [number, number]): number {
  return one[0] - other[0] || one[1] - other[1];
}

function describeSpan({ name, kind, status, events, attributes }: ReadableSpan): string {
  const state = status.code === SpanStatusCode.UNSET ? "" : ` ${SpanStatusCode[status.code]}`;
  const message = status.message === undefined ? "" : ` "${status.message}"`;
  const happened = events.map((event) => ` [${event.name}]`).join("");
  return `${name} ${SpanKind[kind]}${state}${message}${happened}: ${describeAttributes(attributes)}`;
}

function describeAttributes(attributes: object): string {
  return Object.entries(attributes)
    .filter(([name]) => !OMITTED.test(name))
    .map(([name, value]) => `${name.replace("hivekit.", "")}=${String(value)}`)
    .toSorted()
    .join(" ");
}
