import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HiveClient } from "@hivekit/core";
import type { Task } from "@hivekit/core";
import { estimateCharge } from "@hivekit/core/guard";
import type { ChargeableMedia } from "@hivekit/core/guard";
import { fromPath } from "@hivekit/core/node";
import { classifyText } from "@hivekit/core/text";
import { createEmulator } from "@hivekit/emulator";

/** The differences between estimates and charges of one kind of media. Amounts are in US dollars. */
export type EstimateFacts = {
  readonly kind: string;
  readonly count: number;
  readonly exact: number;
  readonly chargeUsd: number;
  readonly largestErrorUsd: number;
  /** The description of the media with the largest error; `null` if all estimates are exact. */
  readonly worst: string | null;
};

/** A medium, and how to submit it. */
type Sample = {
  readonly name: string;
  readonly media: ChargeableMedia;
  readonly submit: () => Promise<Task>;
};

const SIZE = "size=64x48:rate=8";
const H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];

/**
 * Generates media of five kinds with FFmpeg, and estimates their charges from their durations. Compares the estimates
 * with the charges of the emulator, which was written independently.
 *
 * @param countPerKind - The number of media of each kind.
 */
export async function compareEstimates(countPerKind: number): Promise<readonly EstimateFacts[]> {
  const folder = await mkdtemp(join(tmpdir(), "hivekit-estimates-"));
  const emulator = createEmulator();
  const connect = (apiKey: string): HiveClient =>
    new HiveClient({ apiKey, api: "v2", fetch: emulator.fetch });
  const [visual, speech, text] = [connect("demo-visual"), connect("demo-speech"), connect("demo-text")];
  const make = (name: string, ...args: readonly string[]): string => {
    const path = join(folder, name);
    const { status, stderr, error } = spawnSync("ffmpeg", ["-v", "error", "-y", ...args, path], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`ffmpeg failed: ${error?.message ?? stderr}`);
    return path;
  };
  const file = (client: HiveClient, path: string, media: ChargeableMedia): Sample => ({
    name: `${media.kind} of ${media.durationSeconds ?? 0} s`,
    media,
    submit: async () => client.classify({ media: fromPath(path) }),
  });
  const kinds: Readonly<Record<string, (index: number) => Sample>> = {
    image: (index) => {
      const path = make(
        `${index}.${index % 2 === 0 ? "png" : "jpg"}`,
        "-f",
        "lavfi",
        "-i",
        `testsrc=${SIZE}`,
        "-frames:v",
        "1",
      );
      return file(visual, path, { kind: "image" });
    },
    GIF: (index) => {
      const path = make(
        `${index}.gif`,
        "-f",
        "lavfi",
        "-i",
        `testsrc=${SIZE}:duration=${0.3 + index * 0.41}`,
      );
      return file(visual, path, { kind: "gif", durationSeconds: probe(path) });
    },
    "video with sound": (index) => {
      const seconds = 0.5 + index * 0.73;
      const sound = ["-f", "lavfi", "-i", `sine=duration=${seconds}`];
      const path = make(
        `${index}.mp4`,
        "-f",
        "lavfi",
        "-i",
        `testsrc=${SIZE}:duration=${seconds}`,
        ...sound,
        ...H264,
        "-c:a",
        "aac",
      );
      return file(visual, path, { kind: "video", durationSeconds: probe(path) });
    },
    sound: (index) => {
      const path = make(`${index}.wav`, "-f", "lavfi", "-i", `sine=duration=${0.25 + index * 0.75}`);
      return file(speech, path, { kind: "audio", durationSeconds: probe(path) });
    },
    text: (index) => {
      const words = "Moderation of a long text, which ends with a dot. ".repeat(1 + index * 8);
      const characters = 1 + index * 250;
      return {
        name: `text of ${characters} characters`,
        media: { kind: "text", characters },
        submit: async () => classifyText(text, words.slice(0, characters)),
      };
    },
  };
  try {
    const facts: EstimateFacts[] = [];
    for (const [kind, create] of Object.entries(kinds)) {
      facts.push(
        await compare(
          kind,
          Array.from({ length: countPerKind }, (_, index) => create(index)),
        ),
      );
    }
    return facts;
  } finally {
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(kind: string, samples: readonly Sample[]): Promise<EstimateFacts> {
  const compared: { readonly name: string; readonly chargeUsd: number; readonly errorUsd: number }[] = [];
  for (const { name, media, submit } of samples) {
    const { results } = await submit();
    const chargeUsd = results.reduce((sum, result) => sum + (result.chargeUsd ?? 0), 0);
    const errorUsd = Math.round((estimateCharge(media) - chargeUsd) * 1e7) / 1e7;
    compared.push({ name, chargeUsd, errorUsd });
  }
  const [worst] = compared.toSorted((one, other) => Math.abs(other.errorUsd) - Math.abs(one.errorUsd));
  return {
    kind,
    count: compared.length,
    exact: compared.filter(({ errorUsd }) => errorUsd === 0).length,
    chargeUsd: Math.round(compared.reduce((sum, one) => sum + one.chargeUsd, 0) * 1e7) / 1e7,
    largestErrorUsd: worst?.errorUsd ?? 0,
    worst: worst === undefined || worst.errorUsd === 0 ? null : `${worst.name}, charged ${worst.chargeUsd}`,
  };
}

/** Reads the duration of a file in seconds. */
function probe(path: string): number {
  const args = ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path];
  const { stdout } = spawnSync("ffprobe", args, { encoding: "utf8" });
  return Number(stdout.trim());
}
