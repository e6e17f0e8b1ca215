import { readFileSync, writeFileSync } from "node:fs";

/** Resets the kernel's peak, because loading the program may have needed more memory than the measured work. */
export function resetPeakMemory(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Without permission, the peak includes the start of the process. Without the file, there is no peak.
  }
}

/**
 * Reads the resident memory of this process from the kernel, in bytes: the current one (`VmRSS`) or its peak (`VmHWM`).
 * `null` where there is no `/proc`.
 */
export function readMemory(field: "VmRSS" | "VmHWM"): number | null {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    const kilobytes = new RegExp(`^${field}:\\s*(\\d+) kB$`, "m").exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
