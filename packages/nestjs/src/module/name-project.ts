import type { HiveTelemetry } from "@hivekit/core";

/** Adds the name of a project to the calls and verdicts that `telemetry` receives. */
export function nameProject(
  telemetry: HiveTelemetry | undefined,
  project: string | undefined,
): HiveTelemetry | undefined {
  // An invalid value is left to the client, which reports it.
  if (project === undefined || typeof telemetry?.startCall !== "function") return telemetry;
  return {
    startCall: (name, attributes) => telemetry.startCall(name, { ...attributes, project }),
    recordVerdict: (verdict, attributes) => telemetry.recordVerdict?.(verdict, { ...attributes, project }),
  };
}
