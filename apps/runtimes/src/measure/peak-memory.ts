import { readFileSync } from "node:fs";

/**
 * The most resident memory that a living process ever had, as its kernel counted it.
 *
 * @returns bytes; `null` where there is no `/proc`.
 */
export function peakMemoryOf(pid: number): number | null {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
