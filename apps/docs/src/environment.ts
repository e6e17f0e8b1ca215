// Loaded before each program of the documents: an emulator replaces Hive, so that the blocks run unchanged.
import { openAsBlob } from "node:fs";
import { join } from "node:path";
import { createEmulator } from "@hivekit/emulator";
import { ROOT } from "./documents.ts";

const HIVE = "api.thehive.ai";
const media = async (name: string): Promise<Blob> => openAsBlob(join(ROOT, "demo-media", name));
const video = await media("colors.mp4");

/** The keys that the documents use as placeholders for a reader's own. */
const projects = [
  { key: "YOUR_KEY", model: "emulator_visual" },
  { key: "YOUR_TEXT_KEY", model: "emulator_text" },
  { key: "YOUR_LABELING_KEY", model: "emulator_labeling" },
  { key: "YOUR_BOXES_KEY", model: "emulator_colors_boxes" },
  { key: "YOUR_SECRET_KEY", model: "emulator_v3" },
] as const;

const emulator = createEmulator({
  projects,
  rules: [
    ...[{ url: "*/clip.mp4" }, { name: "clip.mp4" }].map((match) => ({
      match,
      frames: [{ fromSeconds: 3, toSeconds: 6, classes: { yes_smoking: 0.97 } }],
    })),
    { match: { project: "YOUR_LABELING_KEY" }, labels: ["yes"] },
  ],
  files: {
    "https://example.com/photo.jpg": await media("shapes.jpg"),
    "https://example.com/animation.gif": await media("traffic-light.gif"),
    "https://example.com/clip.mp4": video,
    "https://example.com/long.mp4": video,
  },
  // The hosts that acknowledge callbacks.
  allowedHosts: ["you.example", "app.example"],
  fetch: async () => new Response(null, { status: 204 }),
});

const system = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  if (hostname === HIVE) return emulator.fetch(input, init);
  if (["127.0.0.1", "localhost", "[::1]"].includes(hostname)) return system(input, init);
  throw new TypeError(`A block sent a request to ${hostname}, but documents are tested without a network.`);
};
