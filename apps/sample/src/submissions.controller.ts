import { HiveInputError, isHiveError } from "@hivekit/core";
import type { Frame, Submission, Task, TaskSummary } from "@hivekit/core";
import { HiveExceptionFilter, hiveHttpException } from "@hivekit/nestjs";
import {
  Body,
  Controller,
  Get,
  Inject,
  Logger,
  Post,
  RequestMethod,
  Sse,
  SseSignal,
  UploadedFile,
  UseFilters,
} from "@nestjs/common";
import type { MessageEvent } from "@nestjs/common";
import { catchError, concat, defer, map, of } from "rxjs";
import type { Observable } from "rxjs";
import { begun } from "./begun.ts";
import { Desk } from "./desk.ts";
import { failureOf } from "./failure.ts";

const LOGGER = new Logger("SubmissionsController");

/** The fields of the page's form, besides the file. */
type SubmissionForm = { readonly url?: string; readonly text?: string; readonly project?: string };

/** Takes uploads and web addresses, and answers with what Hive says. */
@Controller()
@UseFilters(HiveExceptionFilter)
export class SubmissionsController {
  readonly #desk: Desk;

  constructor(@Inject(Desk) desk: Desk) {
    this.#desk = desk;
  }

  @Get("projects")
  projects(): readonly string[] {
    return this.#desk.projects;
  }

  /** The whole result at once. */
  @Post("tasks")
  async classify(
    @Body() form: SubmissionForm = {},
    @UploadedFile() file: Express.Multer.File | undefined,
  ): Promise<Omit<Task, "raw">> {
    const { raw: _raw, ...task } = await this.#desk.project(form.project).classify(submissionOf(form, file));
    return task;
  }

  /**
   * The frames as they come: an event `frame` for each, then one `summary`, or one `failure`.
   * A failure before the first event is answered with a status, as for `tasks`.
   *
   * A POST, not an EventSource's GET: that would submit, and be billed, again each time it reconnects.
   */
  @Sse("frames", { method: RequestMethod.POST })
  async frames(
    @Body() form: SubmissionForm = {},
    @UploadedFile() file: Express.Multer.File | undefined,
    @SseSignal() signal: AbortSignal,
  ): Promise<Observable<MessageEvent>> {
    const service = this.#desk.project(form.project);
    const submission = submissionOf(form, file);
    let summary: TaskSummary | null = null;
    const onSummary = (given: TaskSummary): void => {
      summary = given;
    };
    const frames = service.frames(submission, { signal, onSummary }).pipe(map(frameEvent));
    const events = concat(
      frames,
      defer(() => (summary === null ? [] : [summaryEvent(summary)])),
    );
    // Nest sends the status as soon as it has the stream.
    return (await begun(events)).pipe(catchError((error: unknown) => of(failureEvent(error))));
  }
}

function submissionOf(form: SubmissionForm, file: Express.Multer.File | undefined): Submission {
  const text = form.text === undefined || form.text === "" ? {} : { text: form.text };
  if (file !== undefined) {
    // A browser that does not know the type says octet-stream; the client finds out more from the first bytes.
    const isKnown = file.mimetype !== "application/octet-stream";
    return {
      media: file.buffer,
      filename: file.originalname,
      ...(isKnown ? { contentType: file.mimetype } : {}),
      ...text,
    };
  }
  if (form.url !== undefined && form.url !== "") return { url: form.url, ...text };
  throw new HiveInputError("Give a file as media, or a web address as url.");
}

// What Hive sent is left out of the events: it would double their size, and the page shows none of it.
function frameEvent({ raw: _raw, ...frame }: Frame): MessageEvent {
  return { type: "frame", data: frame };
}

function summaryEvent({ raw: _raw, ...summary }: TaskSummary): MessageEvent {
  return { type: "summary", data: summary };
}

function failureEvent(error: unknown): MessageEvent {
  // No filter sees it, and of Hive's failures the page is told no more than a status's sentence.
  if (isHiveError(error) && error.kind !== "closed" && hiveHttpException(error).getStatus() >= 500) {
    LOGGER.warn(error.message);
  }
  return { type: "failure", data: failureOf(error) };
}
