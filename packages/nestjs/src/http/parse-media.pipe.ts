import { HiveConfigError } from "@hivekit/core";
import type { MediaSubmission } from "@hivekit/core";
import { BadRequestException, Injectable } from "@nestjs/common";
import type { ArgumentMetadata, PipeTransform } from "@nestjs/common";
import * as z from "zod/mini";
import { checkOptions, flag, optionsSchema } from "../options/check-options.ts";
import { toInputErrorBody } from "./hive-http-exception.ts";
import { checkMedia, isUploadedMedia, MEDIA_CHECK_SHAPE } from "./media-check.ts";
import type { MediaCheck } from "./media-check.ts";

/** The options of a {@link ParseMediaPipe}. */
export type ParseMediaOptions = MediaCheck & {
  /**
   * Whether the upload may be missing; the handler then gets `undefined`. This says only that no upload interceptor has
   * attached a file: the request may have a different body. To reject such bodies, use `HiveVerdictInterceptor`.
   * @defaultValue `false`
   */
  readonly isOptional?: boolean | undefined;
};

const parseMediaOptionsSchema = optionsSchema<ParseMediaOptions>({
  ...MEDIA_CHECK_SHAPE,
  isOptional: z.optional(flag),
});

/**
 * Converts an upload that multer has parsed, in memory or on disk, into a submission. Checks its size and detects its
 * type from the content.
 *
 * @example
 * ```ts
 * import type { MediaSubmission } from "@hivekit/core";
 * import { HiveService, ParseMediaPipe } from "@hivekit/nestjs";
 * import { Controller, Inject, Post, UploadedFile, UseInterceptors } from "@nestjs/common";
 * import { FileInterceptor } from "@nestjs/platform-express";
 *
 * @Controller("uploads")
 * export class UploadsController {
 *   constructor(@Inject(HiveService) private readonly hive: HiveService) {}
 *
 *   @Post()
 *   @UseInterceptors(FileInterceptor("file", { limits: { fileSize: 10_000_000 } }))
 *   upload(@UploadedFile(new ParseMediaPipe({ types: ["image/jpeg", "image/png"] })) media: MediaSubmission) {
 *     return this.hive.classify(media);
 *   }
 * }
 * ```
 */
@Injectable()
export class ParseMediaPipe implements PipeTransform<unknown, Promise<MediaSubmission | undefined>> {
  readonly #options: ParseMediaOptions;

  /**
   * @param options - Which uploads are accepted.
   * @throws HiveConfigError if an option is invalid or unknown.
   */
  constructor(options: ParseMediaOptions = {}) {
    checkOptions("ParseMediaPipe", parseMediaOptionsSchema, options);
    this.#options = options;
  }

  /**
   * Called by Nest.
   *
   * @throws BadRequestException (400), PayloadTooLargeException (413) or UnprocessableEntityException (422).
   * @throws HiveConfigError for a body, query or param, because its sender could specify any file on this machine.
   */
  async transform(
    value: unknown,
    metadata?: Pick<ArgumentMetadata, "type">,
  ): Promise<MediaSubmission | undefined> {
    if (metadata !== undefined && metadata.type !== "custom") {
      throw new HiveConfigError(
        "ParseMediaPipe works with uploads that an interceptor has parsed. Use it with @UploadedFile() only.",
      );
    }
    if (isUploadedMedia(value)) return checkMedia(value, this.#options);
    if (value === undefined && this.#options.isOptional === true) return undefined;
    throw new BadRequestException(
      toInputErrorBody(400, "The request has no file. Send an image, a GIF or a video as a form file."),
    );
  }
}
