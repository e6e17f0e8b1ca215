import { fileURLToPath } from "node:url";
import { startProgram } from "./child-program.ts";
import { describeError } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";

/** The desk's own program, which prints a row per line. Its path is relative to `dist/measure`. */
const PROGRAM = fileURLToPath(new URL("../../../sample/scripts/kill-desk.ts", import.meta.url));
const SUBJECTS = ["PGlite", "PostgreSQL", "lock of the folder"];

/** Kills the moderation desk during uploads, deletions and resubmissions, and lets two desks contend for a folder. */
export async function measureKills(): Promise<Measurement> {
  const program = startProgram([process.execPath, PROGRAM]);
  const rows: Row[] = [];
  for (const subject of SUBJECTS) {
    try {
      rows.push(JSON.parse(await program.nextLine()));
    } catch (error) {
      rows.push({ cells: { subject }, problem: describeError(error) });
      break;
    }
  }
  await program.end();
  return {
    title:
      "The moderation desk, killed with SIGKILL 20 times with each database while it stores uploads, deletes items and submits them " +
      "again: no acknowledged change is lost, nothing is submitted more often than requested, every item reaches its end, and each file " +
      "belongs to an item. Two desks that lock a folder at the same moment, 1,000 times, every tenth time after a kill: exactly one owner.",
    rows,
  };
}
