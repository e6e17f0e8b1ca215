import { UPLOAD_CLIENTS } from "../clients/upload-clients.ts";
import { printAndExit } from "./process-control.ts";
import { readMemory, resetPeakMemory } from "./resident-memory.ts";

/** The argument of the program, as JSON. */
export type UploadTask = {
  readonly baseUrl: string;
  readonly client: string;
  /** The file to upload. */
  readonly path: string;
  /** A small file, which is uploaded first. */
  readonly warmUpPath: string;
};

/** The output of the program. */
export type UploadFacts = {
  /** The resident memory before the upload; `null` where there is no `/proc`. */
  readonly idleBytes: number | null;
  /** The peak resident memory during the upload, according to the kernel. */
  readonly peakBytes: number | null;
  readonly durationMs: number;
  /** The CPU time of all threads of this process. */
  readonly cpuMs: number;
};

const { baseUrl, client, path, warmUpPath }: UploadTask = JSON.parse(process.argv[2] ?? "{}");
const upload = UPLOAD_CLIENTS[client];
if (upload === undefined) throw new Error(`There is no client with the name ${client}.`);
// The first upload loads the runtime's HTTP client, which must not be measured.
await upload({ baseUrl, path: warmUpPath });
resetPeakMemory();
const idleBytes = readMemory("VmRSS");
const startCpu = process.cpuUsage();
const startMs = performance.now();
await upload({ baseUrl, path });
const durationMs = performance.now() - startMs;
const { user, system } = process.cpuUsage(startCpu);
const facts: UploadFacts = {
  idleBytes,
  peakBytes: readMemory("VmHWM"),
  durationMs,
  cpuMs: (user + system) / 1000,
};
printAndExit(facts);
