import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./documents.ts";

/** The files that the documents name, and what of the demo media stands for each. */
const FILES = {
  "photo.jpg": "shapes.jpg",
  "animation.gif": "traffic-light.gif",
  "clip.mp4": "colors.mp4",
  "long.mp4": "colors.mp4",
  "pictures/a.jpg": "shapes.jpg",
  "pictures/b.jpg": "shapes.jpg",
  "demo-media/shapes.jpg": "shapes.jpg",
  "demo-media/colors.mp4": "colors.mp4",
  "demo-media/traffic-light.gif": "traffic-light.gif",
} as const;

/** Makes the folder that the blocks run in. */
export async function makeDesk(desk: string): Promise<void> {
  await Promise.all(["pictures", "demo-media"].map((name) => mkdir(join(desk, name), { recursive: true })));
  for (const [name, source] of Object.entries(FILES)) {
    await copyFile(join(ROOT, "demo-media", source), join(desk, name));
  }
  // Some send it under the name of a picture.
  await writeFile(join(desk, "README.md"), "No picture.\n");
  // A package of its own, so that vitest takes the folder for a project.
  await writeFile(join(desk, "package.json"), '{ "private": true, "type": "module" }\n');
}
