import type { HiveClient, HiveClientOptions } from "@hivekit/core";
import type { HiveVlm, HiveVlmOptions } from "@hivekit/core/vlm";
import type { EmulatorOptions } from "@hivekit/emulator";
import type { ObservedTraffic } from "./observed-traffic.ts";

/** One behavior of core that is the same in every runtime. */
export type ConformanceCase = {
  /** The behavior, as a statement. It is the name of the case in `docs/runtimes.md`. */
  readonly name: string;
  /** The key of the emulator's project. A page in a browser sends no key, so the gateway adds this one. */
  readonly project: string;
  /** The options of the case's own emulator. */
  readonly emulator?: Pick<EmulatorOptions, "faults" | "labels"> | undefined;
  /**
   * Whether no other case may run at the same time, because it tests the runtime's connection pool.
   *
   * @defaultValue `false`
   */
  readonly isAlone?: boolean | undefined;
  /** Runs the case. Throws if the behavior differs. */
  readonly run: (context: CaseContext) => Promise<void>;
};

/** Cases that belong together. */
export type CaseGroup = {
  readonly title: string;
  readonly cases: readonly ConformanceCase[];
};

/** The environment of a case. */
export type CaseContext = {
  /**
   * The URL of the case's own emulator. The paths `/redirect` and `/page` below it respond with a redirect and a web
   * page.
   */
  readonly baseUrl: string;
  /** A URL at which no server listens. */
  readonly deadUrl: string;
  /** Creates a client for the case's project. Its retries have no delay unless the server demands one. */
  readonly hive: (options?: HiveClientOptions) => HiveClient;
  /** Creates a client for the vision language model. The case's project must be `demo-vlm`. */
  readonly vlm: (options?: HiveVlmOptions) => HiveVlm;
  /** Returns the URL of a demo file. */
  readonly mediaUrl: (name: MediaName) => string;
  /** Downloads a demo file. */
  readonly media: (name: MediaName) => Promise<Uint8Array<ArrayBuffer>>;
  /** Returns the traffic that the emulator has observed. */
  readonly observe: () => Promise<ObservedTraffic>;
  /** Waits until the observed traffic meets a condition. @throws Error after five seconds */
  readonly observeUntil: (
    isMet: (traffic: ObservedTraffic) => boolean,
    description: string,
  ) => Promise<ObservedTraffic>;
};

/** A picture, a video of ten seconds, and a GIF whose frames fill three pages of a task. */
export type MediaName = "shapes.jpg" | "colors.mp4" | "long.gif";
