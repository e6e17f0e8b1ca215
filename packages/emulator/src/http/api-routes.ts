import { Hono } from "hono";
import { errorResponse, toErrorResponse, v3ErrorResponse } from "../api/error-response.ts";
import type { Exchange } from "../api/exchange.ts";
import type { Generation, SubmissionRoute } from "../api/generation.ts";
import { drainBody } from "../api/read-chunks.ts";
import type { ErrorResponder } from "../faults/fault-definition.ts";
import { drawMask, parseMaskFilename } from "../model/color-mask.ts";
import { pollTask } from "../run/poll-task.ts";
import { respondToSubmission, type SubmissionContext } from "../run/submission-run.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import { TAG_TASK_PATH, v1Generation } from "../v1/v1-generation.ts";
import { TASK_ASYNC_PATH, TASK_SYNC_PATH, v2Generation } from "../v2/v2-generation.ts";
import { CHAT_ADDRESS, CHAT_PATH, chatGeneration } from "../v3/chat-generation.ts";
import { V3_MODELS, v3Generation } from "../v3/v3-generation.ts";
import { describePageRejection } from "./own-host.ts";

/** The properties of an exchange that the handlers receive as Hono's environment. */
export type ApiEnv = { readonly Bindings: Pick<Exchange, "signal" | "connection"> };

/** The routes that accept submissions. */
const SUBMISSION_ROUTES: readonly SubmissionRoute[] = [
  { path: TAG_TASK_PATH, generation: v1Generation, mode: "sync", address: null },
  { path: TASK_SYNC_PATH, generation: v2Generation, mode: "sync", address: null },
  { path: TASK_ASYNC_PATH, generation: v2Generation, mode: "async", address: null },
  ...V3_MODELS.map((address): SubmissionRoute => {
    return { path: `/api/v3/${address.path}`, generation: v3Generation, mode: "sync", address };
  }),
  { path: CHAT_PATH, generation: chatGeneration, mode: "chat", address: CHAT_ADDRESS },
];

/** The routes that accept polls. */
const POLL_ROUTES: readonly { readonly path: string; readonly generation: Generation }[] = [
  { path: "/api/v1/task", generation: v1Generation },
  { path: "/api/v2/task", generation: v2Generation },
];

/**
 * Hive's routes for which the emulator does not know enough about the requests or responses. Source:
 * reference/hive-api.md, sections 1.7, 2.7 and 3.
 */
const UNKNOWN_FORM: readonly RegExp[] = [
  /^\/api\/v1\/task\/(?:sync|async)$/,
  /^\/api\/v2\/(?:feedback|callback|task\/(?:callback|feedback|retry))(?:\/|$)/,
  /^\/api\/v2\/custom_index\//,
  /^\/api\/v3\/[^/]+\/[^/]+$/,
];

/** Hive's routes for video streams. Source: reference/hive-api.md, section 2.7. */
const STREAMS = /^\/api\/v2\/stream(?:\/|$)/;

/**
 * Creates an app with the routes of Hive's API and a route for the masks that replies link to. Any base path may
 * precede `/api/v…/`, `/emulator/masks/` and `/console`.
 */
export function createApiRoutes(
  state: EmulatorState,
  options: Pick<SubmissionContext, "deliverCallback">,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>({ getPath: (request) => splitPath(request.url).path });
  const createExchange = (context: { req: { raw: Request }; env: ApiEnv["Bindings"] }): Exchange => {
    return { request: context.req.raw, ...context.env };
  };

  app.use("/api/*", async (context, next) => {
    const rejection = describePageRejection(context.req.raw, state.ownHosts);
    if (rejection === null) return next();
    await drainBody(createExchange(context), state.maxBodyBytes);
    return chooseResponder(context.req.path)(403, rejection);
  });
  for (const route of SUBMISSION_ROUTES) {
    app.post(route.path, (context) => {
      const baseUrl = splitPath(context.req.raw.url).base;
      return respondToSubmission(createExchange(context), { route, state, baseUrl, ...options });
    });
  }
  for (const { path, generation } of POLL_ROUTES) {
    app.get(path, (context) => pollTask(createExchange(context), { generation, state }));
  }

  // The URL of a mask is emulator behavior: Hive's mask URLs are not known.
  app.get("/emulator/masks/:filename", async (context) => {
    const mask = parseMaskFilename(context.req.param("filename"));
    const result = state.tasks.get(mask?.taskId ?? "")?.finished?.result;
    const frame = result?.kind === "model" ? result.frames[mask?.index ?? 0] : undefined;
    if (result?.kind === "model" && state.withheldMedia.has(result.hash)) {
      return errorResponse(
        403,
        "CSAM detection flagged this media, so the emulator does not serve its mask.",
      );
    }
    if (frame?.kind !== "mask") {
      return errorResponse(404, "This mask does not exist. Masks are kept as long as their task.");
    }
    return new Response(await drawMask(frame.mask), { headers: { "content-type": "image/png" } });
  });

  // A wrong method also gets 404, because Hive uses 405 for an insufficient balance.
  app.notFound(async (context) => {
    await drainBody(createExchange(context), state.maxBodyBytes);
    const { method, path } = context.req;
    return chooseResponder(path)(404, describeNotFound(method, path));
  });

  app.onError((error, context) => {
    const response = toErrorResponse(error, chooseResponder(context.req.path), context.env.signal);
    if (response === null) throw error;
    return response;
  });
  return app;
}

function chooseResponder(path: string): ErrorResponder {
  return path.startsWith("/api/v3/") ? v3ErrorResponse : errorResponse;
}

/** Explains a 404. Distinguishes routes that only the emulator lacks from routes that do not exist. */
function describeNotFound(method: string, path: string): string {
  const route = `${method} ${path}`;
  const reason = STREAMS.test(path)
    ? `The emulator does not support streams, so it has no route ${route}.`
    : UNKNOWN_FORM.some((pattern) => pattern.test(path))
      ? `The emulator has no route ${route}, because the format of Hive's requests and responses is not known.`
      : `The emulator has no route ${route}.`;
  const routes = [
    ...SUBMISSION_ROUTES.map((known) => `POST ${known.path}`),
    ...POLL_ROUTES.map((known) => `GET ${known.path}`),
  ];
  return `${reason} Its routes are ${routes.join(", ")}.`;
}

function splitPath(address: string): { readonly base: string; readonly path: string } {
  const url = new URL(address);
  const path = url.pathname;
  // The last match, because a base path may contain the same segments.
  const start = [...path.matchAll(/\/(?:api\/v\d+|emulator\/masks|console)(?=\/|$)/g)].at(-1)?.index;
  if (start === undefined) return { base: url.origin, path };
  return { base: url.origin + path.slice(0, start), path: path.slice(start) };
}
