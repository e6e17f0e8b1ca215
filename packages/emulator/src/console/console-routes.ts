import { Hono } from "hono";
import * as z from "zod/mini";
import { readChunks } from "../api/read-chunks.ts";
import { nonEmptyStrings } from "../options/option-schemas.ts";
import { summarizeProjects, type EmulatorState } from "../state/emulator-state.ts";
import { summarizeTask } from "../state/task-summary.ts";
import { mediaResponse } from "./media-response.ts";
import { PAGE_HTML, PAGE_SCRIPT, PAGE_STYLE } from "./page-files.ts";
import { pageResponse } from "./page-response.ts";
import { consoleRejection } from "./same-origin.ts";

/** The default `limit` of a list. */
const LIST_LIMIT = 100;
/** The maximum size of an answer, in bytes. */
const MAX_ANSWER_BYTES = 100_000;

const answerSchema = z.object({ labels: nonEmptyStrings });

/**
 * Creates the routes of the console (emulator behavior, not Hive's): a page, and its JSON API.
 *
 * - `GET /console/api/projects`: `{ projects: EmulatorProjectSummary[] }`
 * - `GET /console/api/tasks?limit=100`: `{ tasks: EmulatorTaskSummary[] }`, newest first
 * - `GET /console/api/tasks?state=queued&limit=100`: oldest first, the order in which reviewers answer them
 * - `GET /console/api/tasks/:id/media`: the image or video of a task that is waiting for a reviewer, unless CSAM
 *   detection flagged it
 * - `POST /console/api/tasks/:id/answer` with `{ "labels": ["yes"] }`: answers the task
 * - `GET /console/api/journal?limit=100`: `{ journal: JournalEntry[] }`, newest first
 * - `GET /console/api/callbacks?limit=100`: `{ callbacks: CallbackEntry[] }`, newest first
 *
 * The body of an error response is `{ error }` with a human-readable message.
 */
export function consoleRoutes(state: EmulatorState): Hono {
  const app = new Hono();

  app.use("/api/*", async (context, next) => {
    const rejection = consoleRejection(context.req.raw, state.ownHosts);
    if (rejection !== null) return context.json({ error: rejection }, 403);
    await next();
    const origin = context.req.header("origin");
    // Requests from other origins have been rejected above.
    if (origin !== undefined) context.header("access-control-allow-origin", origin);
    context.header("vary", "origin");
    context.header("cross-origin-resource-policy", "same-origin");
    return undefined;
  });

  app.get("/", () => pageResponse(PAGE_HTML, "text/html"));
  app.get("/page.js", () => pageResponse(PAGE_SCRIPT, "text/javascript"));
  app.get("/page.css", () => pageResponse(PAGE_STYLE, "text/css"));
  app.get("/api/projects", (context) => context.json({ projects: summarizeProjects(state) }));
  app.get("/api/journal", (context) =>
    context.json({ journal: latest(state.journal.list(), context.req.query("limit")) }),
  );
  app.get("/api/callbacks", (context) =>
    context.json({ callbacks: latest(state.callbacks.list(), context.req.query("limit")) }),
  );
  app.get("/api/tasks", (context) => {
    const wanted = context.req.query("state");
    const tasks = state.tasks.list().filter((task) => wanted === undefined || task.state === wanted);
    // `latest` returns the end of a list, reversed. For a reversed list, that is the oldest tasks, oldest first.
    const listed = wanted === "queued" ? tasks.toReversed() : tasks;
    return context.json({
      tasks: latest(listed, context.req.query("limit")).map((task) => summarizeTask(task, state)),
    });
  });
  app.get("/api/tasks/:id/media", (context) => {
    const task = state.queue.get(context.req.param("id"));
    if (task === undefined)
      return context.json({ error: "No task with this id is waiting for a reviewer." }, 404);
    if (state.withheldMedia.has(task.hash)) {
      return context.json(
        { error: "CSAM detection flagged this media, so the emulator does not serve it." },
        403,
      );
    }
    return mediaResponse(task.media, task.mimetype, context.req.header("range") ?? null);
  });
  app.post("/api/tasks/:id/answer", async (context) => {
    const labels = readLabels(await readText(context.req.raw));
    if (labels === null) {
      return context.json(
        { error: 'Send {"labels": ["yes"]}: labels must be an array of at least one non-empty string.' },
        400,
      );
    }
    if (!state.queue.answer(context.req.param("id"), labels)) {
      return context.json(
        { error: "No task with this id is waiting for a reviewer. It may have been answered already." },
        404,
      );
    }
    return context.json({ labels });
  });
  return app;
}

/** Reads the body of an answer. Returns an empty string if it is too large or interrupted. */
async function readText({ body, signal }: Request): Promise<string> {
  if (body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of readChunks(body, { maxBytes: MAX_ANSWER_BYTES, signal, contentType: "" })) {
      text += decoder.decode(chunk, { stream: true });
    }
  } catch {
    return "";
  }
  return text + decoder.decode();
}

function latest<T>(list: readonly T[], limit: string | undefined): T[] {
  const count = /^\d{1,6}$/.test(limit ?? "") ? Number(limit) : LIST_LIMIT;
  return count === 0 ? [] : list.slice(-count).toReversed();
}

function readLabels(text: string): readonly string[] | null {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data?.labels ?? null;
  } catch {
    return null;
  }
}
