// Submits to a fake Hive server with telemetry, and counts the spans.
const assert = require("node:assert/strict");
const { trace } = require("@opentelemetry/api");

const reply = { id: "task-1", status: [{ status: { code: "0" }, response: { input: {}, output: [] } }] };

exports.use = async ({ opentelemetry }) => {
  const { HiveClient } = await import("@hivekit/core");
  const names = [];
  const tracer = {
    startSpan: (name) => {
      names.push(name);
      return trace.getTracer("none").startSpan(name);
    },
    startActiveSpan: () => {},
  };
  const fetch = async () => Response.json(reply);
  const telemetry = opentelemetry.openTelemetry({ tracer });
  const hive = new HiveClient({ apiKey: "k", fetch, telemetry });
  assert.equal((await hive.classify({ url: "https://a.example/a.jpg" })).id, "task-1");
  assert.deepEqual(names, ["HiveClient.classify", "POST"]);
};
