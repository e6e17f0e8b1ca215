// Submits every bomb to an emulator on a port, and prints the responses and the memory that this process allocated. Run
// by bombs.test.ts.
import { readFile } from "node:fs/promises";
import { listen } from "../../src/node.ts";
import { makeBombs } from "./bombs.ts";

const server = await listen();

async function submit(bytes: Uint8Array): Promise<{ http: number; code: string; frames: number }> {
  const body = new FormData();
  body.set("image", new File([new Uint8Array(bytes)], "upload.bin"));
  const request = { method: "POST", headers: { authorization: "Token demo-colors" }, body };
  const response = await fetch(`${server.url}/api/v1/tag/task`, request);
  const { status } = await response.json();
  return { http: response.status, code: status.status.code, frames: status.response.output.length };
}

const photo = await readFile(new URL("../../../../demo-media/shapes.jpg", import.meta.url));
const video = await readFile(new URL("../../../../demo-media/colors.mp4", import.meta.url));
const bombs = await makeBombs();
// Loads the decoders first, so that only the memory of the bombs is measured.
await submit(photo);
await submit(video);
const before = process.resourceUsage().maxRSS;
const answers = [];
for (const { name, bytes, code } of bombs) {
  const answer = await submit(bytes);
  const after = await submit(photo);
  answers.push({ name, sizeBytes: bytes.length, expected: code, ...answer, next: after.code });
}
const peakMebibytes = (process.resourceUsage().maxRSS - before) / 1024;
console.log(JSON.stringify({ answers, peakMebibytes }));
await server.close();
