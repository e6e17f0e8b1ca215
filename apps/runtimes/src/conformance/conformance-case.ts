import type { EmulatorOptions } from "@hivekit/emulator";
import type { CaseContext } from "./case-context.ts";

/** One thing that core does in every runtime. */
export type ConformanceCase = {
  /** What it does, as a statement; it is the case's name in `docs/runtimes.md`. */
  readonly name: string;
  /** The emulator's project, by its key: the page of a browser sends no key, and the server between adds this one. */
  readonly project: string;
  /** How the emulator differs, which is the case's own. */
  readonly emulator?: Pick<EmulatorOptions, "faults" | "labels"> | undefined;
  /** Whether nothing else may run beside it, because it is about the runtime's pool of connections. @defaultValue `false` */
  readonly isAlone?: boolean | undefined;
  /** Does it; throws where something is not as it should be. */
  readonly run: (context: CaseContext) => Promise<void>;
};

/** Cases that belong together. */
export type CaseGroup = {
  /** What they are about. */
  readonly title: string;
  readonly cases: readonly ConformanceCase[];
};
