import { HiveConfigError } from "@hivekit/core";
import type { MediaSubmission } from "@hivekit/core";
import { BadRequestException, Injectable } from "@nestjs/common";
import type { ArgumentMetadata, PipeTransform } from "@nestjs/common";
import { checkHttpOptions, MEDIA_CHECKS, SWITCH } from "./check-http-options.ts";
import { bodyOf, checkMedia } from "./media-check.ts";
import type { MediaCheck } from "./media-check.ts";
import { isUploadedMedia } from "./uploaded-media.ts";

/** What a {@link ParseMediaPipe} takes. */
export type ParseMediaOptions = MediaCheck & {
  /**
   * Whether there may be no upload: the handler then gets `undefined`.
   * @defaultValue `false`
   */
  readonly isOptional?: boolean | undefined;
};

/**
 * Makes a submission of an upload that multer has taken in, in memory or on disk: the type by content, the size checked.
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
   * @param options - Which uploads are taken.
   * @throws HiveConfigError for an option that is not known, or not what it must be.
   */
  constructor(options: ParseMediaOptions = {}) {
    checkHttpOptions("ParseMediaPipe", options, { ...MEDIA_CHECKS, isOptional: SWITCH });
    this.#options = options;
  }

  /**
   * Nest calls it.
   *
   * @throws BadRequestException (400), PayloadTooLargeException (413) or UnprocessableEntityException (422).
   * @throws HiveConfigError for a body, query or param: what a caller wrote there could name any file of this machine.
   */
  async transform(
    value: unknown,
    metadata?: Pick<ArgumentMetadata, "type">,
  ): Promise<MediaSubmission | undefined> {
    if (metadata !== undefined && metadata.type !== "custom") {
      throw new HiveConfigError(
        "ParseMediaPipe is for what an upload interceptor took in; give it to @UploadedFile() alone.",
      );
    }
    if (isUploadedMedia(value)) return checkMedia(value, this.#options);
    if (value === undefined && this.#options.isOptional === true) return undefined;
    throw new BadRequestException(
      bodyOf(400, "There is no file; send an image, a GIF or a video as a form's file."),
    );
  }
}
