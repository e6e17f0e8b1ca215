import { checkMediaUrl } from "../http/check-media-url.ts";
import { downloadMedia } from "../http/download-media.ts";
import { drainBody } from "../http/drain-body.ts";
import { errorReply } from "../http/error-reply.ts";
import { HttpError } from "../http/http-error.ts";
import { readForm } from "../http/read-form.ts";
import { tokenOf } from "../http/token-of.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { JournalEntry } from "../state/journal.ts";
import { runTask, type ReceivedMedia } from "./run-task.ts";
import { readSubmission, type Submission } from "./submission.ts";

/** The path of the route. Source: V1DOCS, "Endpoint". */
export const TAG_TASK_PATH = "/api/v1/tag/task";

/** Hive's words for an address that gives nothing, sent with HTTP 200. Source: reference/shapes/http-200-with-error.json. */
const DOWNLOAD_FAILED = "Unable to download file from url";

/** What the route is given with each request. */
export type TagTaskOptions = {
  /** What the emulator remembers. */
  readonly state: EmulatorState;
  /** Where a mask with a given file name will be served. */
  readonly maskUrl: (filename: string) => string;
};

/**
 * Answers `POST /api/v1/tag/task`, the route of v1 for labeling and for models. Each call leaves an entry in the journal.
 *
 * @throws UploadInterrupted when the body breaks off; the signal's reason, when it aborts.
 */
export async function tagTask(request: Request, options: TagTaskOptions): Promise<Response> {
  const note = options.state.journal.open(`POST ${TAG_TASK_PATH}`);
  const response = await answer(request, options, note).catch((error: unknown) => {
    if (error instanceof HttpError) return errorReply(error.status, error.message);
    throw error;
  });
  note({ httpStatus: response.status });
  return response;
}

async function answer(
  request: Request,
  options: TagTaskOptions,
  note: (known: Partial<JournalEntry>) => void,
): Promise<Response> {
  const { state, maskUrl } = options;
  const { signal } = request;
  const project = state.projects.get(tokenOf(request.headers) ?? "");
  if (project === undefined) {
    await drainBody(request, state.maxBodyBytes);
    // The message is that of a third party's test fixture. Source: reference/hive-api.md, section 2.8.
    throw new HttpError(403, "Invalid Auth Token");
  }
  note({ projectKey: project.key });
  const receivedOn = state.now();
  const submission = readSubmission(await readForm(request, state.maxBodyBytes));
  note({ kind: submission.kind, hasText: submission.hasText });
  const received = await receive(submission, state, signal);
  if (received === null) return errorReply(400, DOWNLOAD_FAILED, 200);
  note({
    filename: received.filename,
    mimetype: received.media.type || null,
    sizeBytes: received.media.size,
  });

  const reply = await runTask({ ...received, id: state.createId(), project, receivedOn }, state, {
    maskUrl,
    signal,
  });
  signal.throwIfAborted();
  state.tasks.set(reply.id, reply);
  note({
    taskId: reply.id,
    chargeUsd: "code" in reply ? reply.status.response.input.charge : project.unitPriceUsd,
  });
  return Response.json(reply);
}

async function receive(
  submission: Submission,
  state: EmulatorState,
  signal: AbortSignal,
): Promise<Pick<ReceivedMedia, "media" | "url" | "filename"> | null> {
  if (submission.kind === "image") {
    return { media: submission.file, url: null, filename: submission.file.name };
  }
  const url = checkMediaUrl(submission.url, state.allowedHosts);
  const media = await downloadMedia(url, { maxBytes: state.maxBodyBytes, signal });
  return media === null ? null : { media, url: submission.url, filename: null };
}
