import { cpus } from "node:os";

/** Describes the machine and the runtime in a few words. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const model = cpu?.model ?? "unknown CPU";
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${model}`;
}

/** Returns the current date, for example `2026-11-24`. */
export function getDate(): string {
  return new Date().toISOString().slice(0, 10);
}
