import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HiveClient } from "@hivekit/core";
import { openTelemetry } from "@hivekit/core/opentelemetry";
import { definePromptPolicy, HiveVlm } from "@hivekit/core/vlm";
import { createEmulator } from "@hivekit/emulator";
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider } from "@opentelemetry/sdk-metrics";
import { DataPointType, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { MetricData } from "@opentelemetry/sdk-metrics";
import { parser } from "@prometheus-io/lezer-promql";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../src/documents.ts";

/** The parts of a Grafana dashboard that the test reads. */
type Dashboard = {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly type: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: readonly { readonly expr: string }[];
  }[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests fail if it has another form
const dashboard = JSON.parse(readFileSync(join(ROOT, "docs/grafana/hivekit.json"), "utf8")) as Dashboard;
const panels = dashboard.panels.filter(({ type }) => type !== "row");
const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));

/** The labels of each time series that Prometheus stores for the metrics of all kinds of calls, by its name. */
const series = new Map<string, Set<string>>();

beforeAll(async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  await makeCalls(meterProvider);
  await reader.forceFlush();
  const metrics = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  for (const metric of metrics) {
    const labels = new Set(
      metric.dataPoints.flatMap(({ attributes }) => Object.keys(attributes).map(escape)),
    );
    for (const name of nameSeries(metric)) series.set(name, labels);
  }
  await meterProvider.shutdown();
});

/** Makes calls of every kind: successful, rejected, retried, judged by a model. */
async function makeCalls(meterProvider: MeterProvider): Promise<void> {
  const telemetry = openTelemetry({ meterProvider, attributes: { "hivekit.project": "avatars" } });
  const { fetch } = createEmulator({ faults: ["503"] });
  const options = { fetch, telemetry, retry: { minDelayMs: 1 } };
  const media = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  await new HiveClient({ ...options, apiKey: "demo-visual" }).classify({ media });
  const stranger = new HiveClient({ ...options, apiKey: "unknown-key" });
  await expect(stranger.classify({ media })).rejects.toMatchObject({ reason: "unauthorized" });
  const rules = definePromptPolicy({
    instructions: "A forum for students.",
    categories: { weapons: { description: "Offers to sell weapons.", decision: "block" } },
  });
  await new HiveVlm({ ...options, apiKey: "demo-vlm" }).judge({ text: "Chess" }, rules);
}

/**
 * Returns the names of the series that Prometheus stores for a metric that it receives by OTLP.
 *
 * Source: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/ (read 2026-12-01).
 */
function nameSeries({ descriptor, dataPointType }: MetricData): readonly string[] {
  const unit = descriptor.unit === "s" ? "_seconds" : "";
  const name = `${escape(descriptor.name)}${unit}`;
  if (dataPointType === DataPointType.HISTOGRAM)
    return ["bucket", "count", "sum"].map((end) => `${name}_${end}`);
  return [`${name}_total`];
}

function escape(name: string): string {
  return name.replaceAll(/\W/g, "_");
}

/** Returns the metric names, the labels of selectors and groups, and the syntax errors of a query. */
function readQuery(expr: string) {
  // Grafana replaces its variables before it sends a query.
  const query = expr.replaceAll(/\$__(?:rate_interval|range)/g, "5m").replaceAll("$project", ".*");
  const found = { metrics: [] as string[], labels: [] as string[], errors: [] as string[] };
  parser.parse(query).iterate({
    enter: ({ type, name, from, to }) => {
      const text = query.slice(from, to);
      if (type.isError) found.errors.push(`${from}: ${text}`);
      if (name === "VectorSelector") found.metrics.push(/^\w+/.exec(text)?.[0] ?? text);
      if (name === "LabelName") found.labels.push(text);
    },
  });
  return found;
}

describe("the dashboard", () => {
  it.each(queries)("has a valid query in $title", ({ expr }) => {
    expect(readQuery(expr).errors).toEqual([]);
  });

  it.each(queries)("uses only metrics and labels that Hivekit exports in $title", ({ expr }) => {
    const { metrics, labels } = readQuery(expr);
    expect(metrics.filter((name) => !series.has(name) && name !== "vector")).toEqual([]);
    const known = new Set([...metrics.flatMap((name) => [...(series.get(name) ?? [])]), "le"]);
    expect(labels).not.toEqual([]);
    expect(labels.filter((label) => !known.has(label))).toEqual([]);
  });

  it("shows every metric", () => {
    const shown = queries.flatMap(({ expr }) => readQuery(expr).metrics.map(withoutEnd));
    expect(new Set([...series.keys()].map(withoutEnd)).difference(new Set(shown))).toEqual(new Set());
  });

  it("filters by projects that exist", () => {
    const { definition } = dashboard.templating.list.find(({ name }) => name === "project") ?? {};
    const [, metric = "", label = ""] = /^label_values\((\w+), (\w+)\)$/.exec(definition ?? "") ?? [];
    expect([...(series.get(metric) ?? [])]).toContain(label);
  });

  it("has panels that do not overlap, each with an id of its own", () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos }) => gridPos.x + gridPos.w))).toBeLessThanOrEqual(24);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});

describe("the alerts of the guide", () => {
  const guide = readFileSync(join(ROOT, "docs/observability.md"), "utf8");
  const section = guide.slice(guide.indexOf("## Alerts"), guide.indexOf("## Privacy"));
  const alerts = Array.from(section.matchAll(/^\| ([^|]+) \| `(.+)` \|$/gm), ([, title = "", expr = ""]) => ({
    title,
    expr: expr.replaceAll("\\|", "|"),
  }));

  it("have an expression each", () => {
    const rows = section.split("\n").filter((line) => line.startsWith("| ")).length;
    expect(alerts).toHaveLength(rows - 1); // one is the header
    expect(alerts.length).toBeGreaterThan(1);
  });

  it.each(alerts)("are valid, and use only metrics and labels that Hivekit exports: $title", ({ expr }) => {
    const { metrics, labels, errors } = readQuery(expr);
    expect(errors).toEqual([]);
    expect(metrics).not.toEqual([]);
    expect(metrics.filter((name) => !series.has(name))).toEqual([]);
    const known = new Set(metrics.flatMap((name) => [...(series.get(name) ?? [])]));
    expect(labels.filter((label) => !known.has(label))).toEqual([]);
  });
});

function withoutEnd(name: string): string {
  return name.replace(/_(?:bucket|count|sum)$/, "");
}
