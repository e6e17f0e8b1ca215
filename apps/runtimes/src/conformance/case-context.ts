import { HiveClient } from "@hivekit/core";
import { HiveVlm } from "@hivekit/core/vlm";
import type { CaseContext, ConformanceCase, MediaName } from "./conformance-case.ts";
import type { ObservedTraffic } from "./observed-traffic.ts";

/** The servers of a run, all on this machine. */
export type RunOptions = {
  /** The URL of the gateway to the emulators, without a trailing slash. */
  readonly origin: string;
  /** A URL at which no server listens. */
  readonly deadUrl: string;
  /** Whether the client has the key. A page in a browser has none, so the gateway adds it. */
  readonly hasKey: boolean;
};

/** How long a case waits for the traffic that it expects, in milliseconds. */
export const OBSERVE_TIMEOUT_MS = 5_000;
const POLL_INTERVAL_MS = 20;

/** Creates the environment of a case. */
export function createContext(
  { name, project }: ConformanceCase,
  { origin, deadUrl, hasKey }: RunOptions,
): CaseContext {
  const baseUrl = `${origin}/cases/${toSlug(name)}`;
  const mediaUrl = (file: MediaName): string => `${origin}/media/${file}`;
  const observe = async (): Promise<ObservedTraffic> => (await fetch(`${baseUrl}/observed`)).json();
  return {
    baseUrl,
    deadUrl,
    hive: (options) =>
      new HiveClient({
        ...(hasKey ? { apiKey: project } : {}),
        baseUrl,
        retry: { minDelayMs: 0 },
        ...options,
      }),
    vlm: (options) => new HiveVlm({ ...(hasKey ? { apiKey: project } : {}), baseUrl, ...options }),
    mediaUrl,
    media: async (file) => new Uint8Array(await (await fetch(mediaUrl(file))).arrayBuffer()),
    observe,
    observeUntil: async (isMet, description) => {
      const startMs = performance.now();
      for (;;) {
        const traffic = await observe();
        if (isMet(traffic)) return traffic;
        if (performance.now() - startMs > OBSERVE_TIMEOUT_MS) {
          throw new Error(`the server did not observe ${description}: ${JSON.stringify(traffic)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
      }
    },
  };
}

/** Converts the name of a case to a part of its URL. */
export function toSlug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
