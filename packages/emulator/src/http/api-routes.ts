import { Hono } from "hono";
import { errorResponse, toErrorResponse, v3ErrorResponse } from "../api/error-response.ts";
import type { Exchange } from "../api/exchange.ts";
import type { Generation, SubmissionRoute } from "../api/generation.ts";
import { drainBody } from "../api/limited-body.ts";
import { drawMask } from "../model/color-mask.ts";
import { readMaskFilename } from "../model/mask-filename.ts";
import { pollTask } from "../run/poll-task.ts";
import { respondToSubmission, type SubmissionContext } from "../run/submission-run.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import { TAG_TASK_PATH, v1Generation } from "../v1/v1-generation.ts";
import { TASK_ASYNC_PATH, TASK_SYNC_PATH, v2Generation } from "../v2/v2-generation.ts";
import { V3_MODELS, v3Generation } from "../v3/v3-generation.ts";
import { notFoundMessage } from "./not-found-message.ts";
import { pageRejection } from "./own-host.ts";

/** The properties of a request that Hono passes on as its environment. */
export type ApiEnv = { readonly Bindings: Pick<Exchange, "signal" | "connection"> };

/** The routes that take submissions. */
const SUBMISSION_ROUTES: readonly SubmissionRoute[] = [
  { path: TAG_TASK_PATH, generation: v1Generation, mode: "sync", address: null },
  { path: TASK_SYNC_PATH, generation: v2Generation, mode: "sync", address: null },
  { path: TASK_ASYNC_PATH, generation: v2Generation, mode: "async", address: null },
  ...V3_MODELS.map((address): SubmissionRoute => {
    return { path: `/api/v3/${address.path}`, generation: v3Generation, mode: "sync", address };
  }),
];

/** The routes that answer polls. */
const POLL_ROUTES: readonly { readonly path: string; readonly generation: Generation }[] = [
  { path: "/api/v1/task", generation: v1Generation },
  { path: "/api/v2/task", generation: v2Generation },
];

/**
 * Creates an app with the routes of Hive's API, and with the masks that their replies link to. A path may have any base path before
 * `/api/v…/`, `/emulator/masks/` or `/console`.
 */
export function createApiRoutes(
  state: EmulatorState,
  options: Pick<SubmissionContext, "deliverCallback">,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>({ getPath: (request) => splitPath(request.url).path });
  const exchangeFor = (context: { req: { raw: Request }; env: ApiEnv["Bindings"] }): Exchange => {
    return { request: context.req.raw, ...context.env };
  };

  app.use("/api/*", async (context, next) => {
    const rejection = pageRejection(context.req.raw, state.ownHosts);
    if (rejection === null) return next();
    await drainBody(exchangeFor(context), state.maxBodyBytes);
    return responderFor(context.req.path)(403, rejection);
  });
  for (const route of SUBMISSION_ROUTES) {
    app.post(route.path, (context) => {
      const baseUrl = splitPath(context.req.raw.url).base;
      return respondToSubmission(exchangeFor(context), { route, state, baseUrl, ...options });
    });
  }
  for (const { path, generation } of POLL_ROUTES) {
    app.get(path, (context) => pollTask(exchangeFor(context), { generation, state }));
  }

  // The address of masks is the emulator's own: Hive's mask addresses are not known.
  app.get("/emulator/masks/:filename", async (context) => {
    const mask = readMaskFilename(context.req.param("filename"));
    const result = state.tasks.get(mask?.taskId ?? "")?.finished?.result;
    const frame = result?.kind === "model" ? result.frames[mask?.place ?? 0] : undefined;
    if (frame?.kind !== "mask") {
      return errorResponse(404, "This mask does not exist. A mask is kept as long as its task.");
    }
    return new Response(await drawMask(frame.mask), { headers: { "content-type": "image/png" } });
  });

  // A wrong method is a 404 as well: 405 is Hive's status for an empty account.
  app.notFound(async (context) => {
    await drainBody(exchangeFor(context), state.maxBodyBytes);
    const { method, path } = context.req;
    return responderFor(path)(404, notFoundMessage(method, path));
  });

  app.onError((error, context) => {
    const response = toErrorResponse(error, errorResponse, context.env.signal);
    if (response === null) throw error;
    return response;
  });
  return app;
}

function responderFor(path: string): typeof errorResponse {
  return path.startsWith("/api/v3/") ? v3ErrorResponse : errorResponse;
}

function splitPath(address: string): { readonly base: string; readonly path: string } {
  const url = new URL(address);
  const path = url.pathname;
  // The last match: a base path may contain the same segments.
  const start = [...path.matchAll(/\/(?:api\/v\d+|emulator\/masks|console)(?=\/|$)/g)].at(-1)?.index;
  if (start === undefined) return { base: url.origin, path };
  return { base: url.origin + path.slice(0, start), path: path.slice(start) };
}
