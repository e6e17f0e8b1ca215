import { Hono } from "hono";
import * as z from "zod/mini";
import { limitBody } from "../api/limited-body.ts";
import { nonEmptyStrings } from "../options/option-schemas.ts";
import { summarizeProjects, type EmulatorState } from "../state/emulator-state.ts";
import { summarizeTask } from "../state/task-summary.ts";
import { mediaResponse } from "./media-response.ts";
import { PAGE_HTML, PAGE_SCRIPT, PAGE_STYLE } from "./page-files.ts";
import { pageResponse } from "./page-response.ts";
import { consoleRefusal } from "./same-origin.ts";

/** How many entries a list has unless the request says otherwise. */
const LIST_LIMIT = 100;
/** The longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 100_000;

const answerSchema = z.object({ labels: nonEmptyStrings });

/**
 * The console (ours): a page, and the JSON behind it.
 *
 * - `GET /console/api/projects`: `{ projects: EmulatorProjectSummary[] }`
 * - `GET /console/api/tasks?limit=100`: `{ tasks: EmulatorTaskSummary[] }`, the newest first
 * - `GET /console/api/tasks?state=queued&limit=100`: the oldest first, in which order people answer them
 * - `GET /console/api/tasks/:id/media`: the picture or film of a task that waits for a person
 * - `POST /console/api/tasks/:id/answer` with `{ "labels": ["yes"] }`: answers it
 * - `GET /console/api/journal?limit=100`: `{ journal: JournalEntry[] }`, the newest first
 * - `GET /console/api/callbacks`: `{ callbacks: CallbackEntry[] }`, the newest first
 *
 * An error is `{ error }`, a sentence.
 */
export function consoleRoutes(state: EmulatorState): Hono {
  const app = new Hono();

  app.use("/api/*", async (context, next) => {
    const refusal = consoleRefusal(context.req.raw, state.ownHosts);
    if (refusal !== null) return context.json({ error: refusal }, 403);
    await next();
    const origin = context.req.header("origin");
    // Only its own origin comes this far.
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
    // The same end of a list that is turned around: of what is queued, the oldest are not cut off.
    const listed = wanted === "queued" ? tasks.toReversed() : tasks;
    return context.json({
      tasks: latest(listed, context.req.query("limit")).map((task) => summarizeTask(task, state.queue)),
    });
  });
  app.get("/api/tasks/:id/media", (context) => {
    const task = state.queue.get(context.req.param("id"));
    if (task === undefined) return context.json({ error: "No task with this id waits for a person." }, 404);
    return mediaResponse(task.media, task.mimetype, context.req.header("range") ?? null);
  });
  app.post("/api/tasks/:id/answer", async (context) => {
    const labels = readLabels(await readText(context.req.raw));
    if (labels === null) {
      return context.json(
        { error: 'Send {"labels": ["yes"]}: a list of at least one text, none of them empty.' },
        400,
      );
    }
    if (!state.queue.answer(context.req.param("id"), labels)) {
      return context.json(
        { error: "No task with this id waits for a person; perhaps it was answered already." },
        404,
      );
    }
    return context.json({ labels });
  });
  return app;
}

/** The body of an answer; nothing where it is too long or breaks off. */
async function readText({ body, signal }: Request): Promise<string> {
  if (body === null) return "";
  const { stream } = limitBody(body, { maxBytes: MAX_ANSWER_BYTES, signal, contentType: "" });
  return new Response(stream).text().catch(() => "");
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
