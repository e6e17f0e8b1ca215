import { once } from "node:events";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { join, normalize } from "node:path";
import { ROOT } from "./documents.ts";

/** The files that the documents mention, and the demo media used for each. */
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

/** Creates the folder in which the blocks run. */
export async function makeDesk(desk: string): Promise<void> {
  await Promise.all(["pictures", "demo-media"].map((name) => mkdir(join(desk, name), { recursive: true })));
  for (const [name, source] of Object.entries(FILES)) {
    await copyFile(join(ROOT, "demo-media", source), join(desk, name));
  }
  // One block sends it as if it were an image.
  await writeFile(join(desk, "README.md"), "Not an image.\n");
  // Makes the folder a package, so that vitest accepts it as a project.
  await writeFile(join(desk, "package.json"), '{ "private": true, "type": "module" }\n');
}

/** An HTTP server on a free port of this machine. */
export type Server = { readonly port: number; close(): void };

export async function serve(handler: RequestListener): Promise<Server> {
  const http = createServer(handler).listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { port: address.port, close: () => http.close() };
}

/** Serves the files of a folder. */
export function serveFiles(folder: string): Promise<Server> {
  return serve((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    void readFile(join(folder, normalize(pathname))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
}
