import { Hono } from "hono";
import { consoleRoutes } from "../console/console-routes.ts";
import { BrokenConnection } from "../faults/broken-connection.ts";
import { drawMask } from "../model/color-mask.ts";
import { readMaskFilename } from "../model/mask-filename.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { Generation } from "../submit/generation.ts";
import { lookAtTask } from "../submit/look-at-task.ts";
import { submitTask, type SubmissionRoute } from "../submit/submit-task.ts";
import { TAG_TASK_PATH, v1Generation } from "../v1/v1-generation.ts";
import { TASK_ASYNC_PATH, TASK_SYNC_PATH, v2Generation } from "../v2/v2-generation.ts";
import { V3_MODELS, v3Generation } from "../v3/v3-generation.ts";
import { drainBody } from "./drain-body.ts";
import { errorReply, v3ErrorReply } from "./error-reply.ts";
import type { Exchange } from "./exchange.ts";
import { notFoundMessage } from "./not-found-message.ts";
import { pageRefusal } from "./own-host.ts";
import { UploadInterrupted } from "./upload-interrupted.ts";

/** What each request brings beside itself. */
export type AppEnv = { readonly Bindings: Pick<Exchange, "signal" | "connection"> };

/** The routes that take submissions. */
const SUBMISSION_ROUTES: readonly SubmissionRoute[] = [
  { path: TAG_TASK_PATH, generation: v1Generation, mode: "sync", address: null },
  { path: TASK_SYNC_PATH, generation: v2Generation, mode: "sync", address: null },
  { path: TASK_ASYNC_PATH, generation: v2Generation, mode: "async", address: null },
  ...V3_MODELS.map((address): SubmissionRoute => {
    return { path: `/api/v3/${address.path}`, generation: v3Generation, mode: "sync", address };
  }),
];

const LOOKS: readonly { readonly path: string; readonly generation: Generation }[] = [
  { path: "/api/v1/task", generation: v1Generation },
  { path: "/api/v2/task", generation: v2Generation },
];

/** The routes of the emulator. Whatever stands before `/api/v…/`, `/emulator/masks/` or `/console` in a path is a base path and plays no part. */
export function createApp(state: EmulatorState): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ getPath: (request) => splitPath(request.url).path });
  const exchangeOf = (context: { req: { raw: Request }; env: AppEnv["Bindings"] }): Exchange => {
    return { request: context.req.raw, ...context.env };
  };

  app.use("/api/*", async (context, next) => {
    const refusal = pageRefusal(context.req.raw, state.ownHosts);
    if (refusal === null) return next();
    await drainBody(exchangeOf(context), state.maxBodyBytes);
    return refuserOf(context.req.path)(403, refusal);
  });
  for (const route of SUBMISSION_ROUTES) {
    app.post(route.path, (context) => {
      const baseUrl = splitPath(context.req.raw.url).base;
      return submitTask(exchangeOf(context), { route, state, baseUrl });
    });
  }
  for (const { path, generation } of LOOKS) {
    app.get(path, (context) => lookAtTask(exchangeOf(context), { generation, state }));
  }

  // Where masks are served is ours: Hive's own mask addresses are not known.
  app.get("/emulator/masks/:filename", async (context) => {
    const asked = readMaskFilename(context.req.param("filename"));
    const result = state.tasks.get(asked?.taskId ?? "")?.finished?.result;
    const frame = result?.kind === "model" ? result.frames[asked?.place ?? 0] : undefined;
    if (frame?.kind !== "mask")
      return errorReply(404, "There is no such mask: masks are kept as long as their task.");
    return new Response(await drawMask(frame.mask), { headers: { "content-type": "image/png" } });
  });

  app.route("/console", consoleRoutes(state));
  app.get("/", (context) => context.redirect("console"));
  app.get("/console/", (context) => context.redirect("../console"));

  // A wrong method is a 404 as well: 405 is Hive's code for an empty account.
  app.notFound(async (context) => {
    await drainBody(exchangeOf(context), state.maxBodyBytes);
    const { method, path } = context.req;
    return refuserOf(path)(404, notFoundMessage(method, path));
  });

  app.onError((error, context) => {
    // Nobody is left to read an answer, or none is to be given: the connection fails instead.
    const isPassedOn = error instanceof UploadInterrupted || error instanceof BrokenConnection;
    if (isPassedOn || context.env.signal.aborted) throw error;
    return errorReply(500, `The emulator failed, which is a fault of its own: ${error.message}`);
  });
  return app;
}

function refuserOf(path: string): typeof errorReply {
  return path.startsWith("/api/v3/") ? v3ErrorReply : errorReply;
}

function splitPath(address: string): { readonly base: string; readonly path: string } {
  const url = new URL(address);
  const path = url.pathname;
  // The last one: a base path may have the same words in it.
  const start = [...path.matchAll(/\/(?:api\/v\d+|emulator\/masks|console)(?=\/|$)/g)].at(-1)?.index;
  if (start === undefined) return { base: url.origin, path };
  return { base: url.origin + path.slice(0, start), path: path.slice(start) };
}
