// A process of the job queue's test: runs the compiled block on posts from messages. HIVE_STAND_IN: the emulator's URL.
import { pathToFileURL } from "node:url";

type Block = {
  readonly post: (id: string, media: { readonly url: string; readonly sha256: string }) => Promise<void>;
};

const system = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname, search } = new URL(request.url);
  return system(new Request(`${process.env["HIVE_STAND_IN"] ?? ""}${pathname}${search}`, request));
};

const [file = ""] = process.argv.slice(2);
const { post }: Block = await import(pathToFileURL(file).href);
process.on("message", ({ id, url, sha256 }: { id: string; url: string; sha256: string }) => {
  void post(id, { url, sha256 });
});
process.send?.("ready");
