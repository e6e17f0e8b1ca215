import { HiveClient } from "@hivekit/core";
import type { HiveClientOptions } from "@hivekit/core";
import type { Seen } from "./seen.ts";

/** Where a run finds what it needs, all of it on this machine. */
export type RunOptions = {
  /** The server in front of the emulators, without a slash at its end. */
  readonly origin: string;
  /** An address at which nobody listens. */
  readonly deadUrl: string;
  /** Whether the client has the key. A page of a browser has none: the server adds it. */
  readonly hasKey: boolean;
};

/** What a case works with. */
export type CaseContext = {
  /** The address of the case's own emulator; `/redirect` and `/page` below it answer with a redirect and with a web page. */
  readonly baseUrl: string;
  /** An address at which nobody listens. */
  readonly deadUrl: string;
  /** A client for the case's project. Its retries do not wait, unless the server says so. */
  readonly hive: (options?: HiveClientOptions) => HiveClient;
  /** The address of one of the demo media. */
  readonly mediaUrl: (name: MediaName) => string;
  /** Its bytes. */
  readonly media: (name: MediaName) => Promise<Uint8Array<ArrayBuffer>>;
  /** What has come to the emulator. */
  readonly seen: () => Promise<Seen>;
  /** Waits until what has come is as it should be. @throws Error if that takes more than five seconds. */
  readonly seenOnce: (isThere: (seen: Seen) => boolean, what: string) => Promise<Seen>;
};

/** A picture, a video of ten seconds, and one picture that is shown for so long that its frames fill three pages. */
type MediaName = "shapes.jpg" | "colors.mp4" | "long.gif";

/** How long a case waits for what the server is to see, in milliseconds. */
export const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 20;

/** Makes what one case works with. */
export function createContext(
  { name, project }: { readonly name: string; readonly project: string },
  { origin, deadUrl, hasKey }: RunOptions,
): CaseContext {
  const baseUrl = `${origin}/cases/${slugOf(name)}`;
  const mediaUrl = (file: MediaName): string => `${origin}/media/${file}`;
  const seen = async (): Promise<Seen> => (await fetch(`${baseUrl}/seen`)).json();
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
    mediaUrl,
    media: async (file) => new Uint8Array(await (await fetch(mediaUrl(file))).arrayBuffer()),
    seen,
    seenOnce: async (isThere, what) => {
      const startMs = Date.now();
      for (;;) {
        const now = await seen();
        if (isThere(now)) return now;
        if (Date.now() - startMs > PATIENCE_MS) {
          throw new Error(`the server never saw ${what}: ${JSON.stringify(now)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
  };
}

/** A case's name as part of an address. */
export function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
