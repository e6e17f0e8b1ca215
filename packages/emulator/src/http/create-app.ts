import { Hono } from "hono";
import { drawMask } from "../model/color-mask.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import { TAG_TASK_PATH, tagTask } from "../v1/tag-task.ts";
import { drainBody } from "./drain-body.ts";
import { errorReply } from "./error-reply.ts";
import { UploadInterrupted } from "./upload-interrupted.ts";

/** Where masks are served. Ours: Hive's own mask addresses are not known. */
const MASKS_PATH = "/emulator/masks";

/** The routes of the emulator. Whatever stands before `/api/` or `/emulator/` in a path is a base path and plays no part. */
export function createApp(state: EmulatorState): Hono {
  const app = new Hono({ getPath: (request) => splitPath(request.url).path });

  app.post(TAG_TASK_PATH, (context) => {
    const { raw } = context.req;
    const base = splitPath(raw.url).base;
    return tagTask(raw, {
      state,
      maskUrl: (filename) => `${base}${MASKS_PATH}/${encodeURIComponent(filename)}`,
    });
  });

  app.get(`${MASKS_PATH}/:filename`, async (context) => {
    const mask = state.masks.get(context.req.param("filename"));
    if (mask === undefined)
      return errorReply(404, "There is no such mask: masks are kept until the emulator is reset.");
    return new Response(await drawMask(mask), { headers: { "content-type": "image/png" } });
  });

  // A wrong method is a 404 as well: 405 is Hive's code for an empty account.
  app.notFound(async (context) => {
    await drainBody(context.req.raw, state.maxBodyBytes);
    const asked = `${context.req.method} ${context.req.path}`;
    return errorReply(404, `The emulator does not know ${asked}; it answers POST ${TAG_TASK_PATH}.`);
  });

  app.onError((error, context) => {
    // Nobody is left to read an answer: the connection fails instead.
    if (error instanceof UploadInterrupted || context.req.raw.signal.aborted) throw error;
    return errorReply(500, `The emulator failed, which is a fault of its own: ${error.message}`);
  });
  return app;
}

/** A URL in two: what the client was configured with, and the path that is Hive's or ours. */
function splitPath(address: string): { readonly base: string; readonly path: string } {
  const { origin, pathname } = new URL(address);
  const start = Math.max(pathname.search(/\/(api|emulator)\//), 0);
  return { base: origin + pathname.slice(0, start), path: pathname.slice(start) };
}
