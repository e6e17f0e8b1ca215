import { HiveClient, isHiveError } from "@hivekit/core";
import type { Task } from "@hivekit/core";

/** Where the suite finds what it needs; all of it on this machine. */
export type SuiteOptions = {
  /** The address of an emulator. */
  readonly baseUrl: string;
  /** The address of a video that shows red at first and yellow at last, ten seconds of it. */
  readonly videoUrl: string;
  /** An address that redirects every POST to the emulator. */
  readonly redirectUrl: string;
};

/** How one case went. */
export type CaseResult = {
  /** What was tried, as a statement. */
  readonly name: string;
  /** What went wrong; `null` if nothing did. */
  readonly problem: string | null;
};

type Case = (
  given: { readonly hive: HiveClient; readonly video: Uint8Array<ArrayBuffer> } & SuiteOptions,
) => Promise<void>;

const CASES: Readonly<Record<string, Case>> = {
  "submits bytes": async ({ hive, video }) => {
    checkVideo(await hive.classify({ media: video, filename: "colors.mp4" }));
  },
  "submits a Blob": async ({ hive, video }) => {
    checkVideo(await hive.classify({ media: new Blob([video], { type: "video/mp4" }) }));
  },
  "submits a stream of unknown size": async ({ hive, video }) => {
    checkVideo(await hive.classify({ media: new Blob([video]).stream() }));
  },
  "submits more than 8 MiB of known size as a stream": async ({ hive, video }) => {
    const long = new Uint8Array(9 * 1024 * 1024);
    long.set(video);
    // What follows a video's last box is padding: a "free" box.
    new DataView(long.buffer).setUint32(video.length, long.length - video.length);
    long.set(new TextEncoder().encode("free"), video.length + 4);
    checkVideo(await hive.classify({ media: long }));
  },
  "submits a url": async ({ hive, videoUrl }) => {
    checkVideo(await hive.classify({ url: videoUrl }));
  },
  "reads frames, then the summary": async ({ hive, video }) => {
    const frames = hive.frames({ media: video });
    const times: (number | null)[] = [];
    for await (const frame of frames) times.push(frame.timeSeconds);
    const { results } = await frames.summary();
    equal(times, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    equal(results[0]?.frameCount, 10);
    equal(results[0]?.chargeUsd, 0.03);
  },
  "stops at a break": async ({ hive, video }) => {
    const frames = hive.frames({ media: video });
    for await (const _frame of frames) break;
    equal(await kindOf(frames.summary()), "closed");
  },
  "rethrows an abort": async ({ hive, video }) => {
    const reason = new Error("the user left");
    const error: unknown = await hive
      .classify({ media: video }, { signal: AbortSignal.abort(reason) })
      .catch(identity);
    equal(error === reason, true);
  },
  "tells a wrong key": async ({ baseUrl, video }) => {
    const hive = new HiveClient({ apiKey: "wrong", baseUrl });
    const error: unknown = await hive.classify({ media: video }).catch(identity);
    equal(isHiveError(error) && error.kind === "http" && [error.reason, error.status], ["unauthorized", 403]);
  },
  "tells a connection that cannot be made": async ({ video }) => {
    // Port 9 (discard) is never served here.
    const hive = new HiveClient({ apiKey: "any", baseUrl: "http://127.0.0.1:9" });
    equal(await kindOf(hive.classify({ media: video })), "network");
  },
  "refuses a redirect": async ({ redirectUrl, video }) => {
    const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: redirectUrl });
    const error: unknown = await hive.classify({ media: video }).catch(identity);
    equal(isHiveError(error) && error.kind === "http" && error.reason, "redirected");
  },
};

/** Runs all cases, one after the other; never throws. */
export async function runSuite(options: SuiteOptions): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: options.baseUrl });
  for (const [name, run] of Object.entries(CASES)) {
    let problem: string | null = null;
    try {
      const video = new Uint8Array(await (await fetch(options.videoUrl)).arrayBuffer());
      await run({ hive, video, ...options });
    } catch (error) {
      problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
    results.push({ name, problem });
  }
  return results;
}

function checkVideo(task: Task): void {
  const [result] = task.results;
  equal(result?.media?.mimeType, "video/mp4");
  equal(result?.frames.length, 10);
  equal(
    [result?.frames.at(0), result?.frames.at(-1)].map((frame) => strongest(frame?.classes ?? [])),
    ["red", "yellow"],
  );
}

function strongest(
  classes: readonly { readonly class: string; readonly score: number }[],
): string | undefined {
  return classes.toSorted((one, other) => other.score - one.score)[0]?.class;
}

async function kindOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(() => null, identity);
  return isHiveError(error) ? error.kind : `no error of Hivekit's: ${String(error)}`;
}

function identity(value: unknown): unknown {
  return value;
}

function equal(actual: unknown, expected: unknown): void {
  const [seen, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (seen !== wanted) throw new Error(`expected ${wanted}, got ${seen}`);
}
