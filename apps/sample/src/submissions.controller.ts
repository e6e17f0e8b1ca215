import { isHiveError } from "@hivekit/core";
import type { Frame, Submission, Task, TaskSummary } from "@hivekit/core";
import {
  BadRequestException,
  Body,
  Controller,
  Get,
  Inject,
  Post,
  RequestMethod,
  Sse,
  SseSignal,
  UploadedFile,
  UseInterceptors,
} from "@nestjs/common";
import type { MessageEvent } from "@nestjs/common";
import { FileInterceptor } from "@nestjs/platform-express";
import { catchError, concat, defer, map, of } from "rxjs";
import type { Observable } from "rxjs";
import { Desk } from "./desk.ts";

/** The largest upload that the desk takes, in bytes: 100 MiB, because it is held in memory. */
const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;

/** The fields of the page's form, besides the file. */
type SubmissionForm = { readonly url?: string; readonly text?: string; readonly project?: string };

const takeUpload = FileInterceptor("media", { limits: { fileSize: MAX_UPLOAD_BYTES, files: 1 } });

/** Takes uploads and web addresses, and answers with what Hive says. */
@Controller()
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
  @UseInterceptors(takeUpload)
  async classify(
    @Body() form: SubmissionForm,
    @UploadedFile() file: Express.Multer.File | undefined,
  ): Promise<Omit<Task, "raw">> {
    const { raw: _raw, ...task } = await this.#desk.project(form.project).classify(submissionOf(form, file));
    return task;
  }

  /**
   * The frames as they come: an event `frame` for each, then one `summary`, or one `failure`.
   *
   * A POST, not an EventSource's GET: that would submit, and be billed, again each time it reconnects.
   */
  @Sse("frames", { method: RequestMethod.POST })
  @UseInterceptors(takeUpload)
  frames(
    @Body() form: SubmissionForm,
    @UploadedFile() file: Express.Multer.File | undefined,
    @SseSignal() signal: AbortSignal,
  ): Observable<MessageEvent> {
    const service = this.#desk.project(form.project);
    const submission = submissionOf(form, file);
    let summary: TaskSummary | null = null;
    const onSummary = (given: TaskSummary): void => {
      summary = given;
    };
    const frames = service.frames(submission, { signal, onSummary }).pipe(map(frameEvent));
    return concat(
      frames,
      defer(() => (summary === null ? [] : [summaryEvent(summary)])),
    ).pipe(catchError((error: unknown) => of(failureEvent(error))));
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
  throw new BadRequestException("Give a file as media, or a web address as url.");
}

// What Hive sent is left out of the events: it would double their size, and the page shows none of it.
function frameEvent({ raw: _raw, ...frame }: Frame): MessageEvent {
  return { type: "frame", data: frame };
}

function summaryEvent({ raw: _raw, ...summary }: TaskSummary): MessageEvent {
  return { type: "summary", data: summary };
}

function failureEvent(error: unknown): MessageEvent {
  // Messages of Hivekit are safe to show; those of anything else may not be.
  if (isHiveError(error)) return { type: "failure", data: { kind: error.kind, message: error.message } };
  return { type: "failure", data: { kind: "other", message: "Something went wrong on the server." } };
}
