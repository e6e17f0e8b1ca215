import type { Submission } from "@hivekit/core";
import { decide, definePolicy } from "@hivekit/core/policy";
import type { Decision, Policy, Verdict } from "@hivekit/core/policy";
import { BadRequestException, Inject, Injectable, mixin, UnprocessableEntityException } from "@nestjs/common";
import type { CallHandler, ExecutionContext, HttpException, NestInterceptor, Type } from "@nestjs/common";
import type { Observable } from "rxjs";
import * as z from "zod/mini";
import {
  callable,
  checkOptions,
  flag,
  mustBe,
  optionsSchema,
  projectName,
} from "../options/check-options.ts";
import { getHiveToken } from "../service/hive-token.ts";
import { recordVerdict } from "../service/hive.service.ts";
import type { HiveService } from "../service/hive.service.ts";
import { toInputErrorBody } from "./hive-http-exception.ts";
import { addVerdicts, getJudgedRequest, takesVerdict } from "./hive-verdict.decorator.ts";
import { mediaCheckSchema } from "./media-check.ts";
import type { MediaCheck } from "./media-check.ts";
import { requestSignal } from "./request-signal.decorator.ts";
import { readUploads, requireNothingToJudge } from "./request-uploads.ts";

/** The action for an upload: `"pass"` passes it to the handler, `"refuse"` rejects it. */
export type VerdictAction = "pass" | "refuse";

/** The options of {@link HiveVerdictInterceptor}. */
export type HiveVerdictOptions = {
  /** The policy that decides on the uploads. Checked once, when the class is created. */
  readonly policy: Policy;
  /** The `name` of the project that classifies the uploads. @defaultValue the unnamed project */
  readonly project?: string | undefined;
  /**
   * The action if the decision is `review`.
   * @defaultValue `"pass"` for a handler that takes the verdict with `@HiveVerdict()` or `@HiveVerdicts()`, otherwise
   * `"refuse"`
   */
  readonly onReview?: VerdictAction | undefined;
  /**
   * The action if the decision is `unknown`, because data is missing.
   * @defaultValue the same as for `onReview`
   */
  readonly onUnknown?: VerdictAction | undefined;
  /** Which files are accepted; checked before anything is charged. @defaultValue all recognized types, of any size */
  readonly media?: MediaCheck | undefined;
  /**
   * Returns the submissions to judge. If there are none, the request is rejected with 400 unless `isOptional` is
   * `true`.
   * @defaultValue the files that multer has parsed: put its interceptor before this one, on the same method. A form
   * that has not been parsed yet is rejected with a `HiveConfigError`
   */
  readonly submissions?:
    | ((context: ExecutionContext) => readonly Submission[] | Promise<readonly Submission[]>)
    | undefined;
  /**
   * Whether a request with nothing to judge reaches the handler: a request without a body, or a form without a file.
   * A request with any other body is rejected with 400, unless `submissions` reads it.
   * @defaultValue `false`
   */
  readonly isOptional?: boolean | undefined;
  /**
   * Creates the exception for a rejected upload.
   * @defaultValue 422 with the decision, but without its reasons, which would show senders how to evade the policy
   */
  readonly refusal?: ((verdict: Verdict) => HttpException) | undefined;
};

const actionSchema = z.optional(z.enum(["pass", "refuse"], mustBe('"pass" or "refuse"')));

const verdictOptionsSchema = optionsSchema<HiveVerdictOptions>({
  // `definePolicy` checks it, even if it is missing.
  policy: z.optional(z.unknown()),
  project: z.optional(projectName),
  onReview: actionSchema,
  onUnknown: actionSchema,
  media: z.optional(mediaCheckSchema),
  submissions: z.optional(callable),
  isOptional: z.optional(flag),
  refusal: z.optional(callable),
});

/**
 * Creates an interceptor that submits uploads and decides on them before the handler runs. An upload that the policy
 * blocks never reaches the handler. An upload with the decision `review` or `unknown` reaches only a handler that takes
 * the verdict, unless `onReview` or `onUnknown` is `"pass"`. If the call to Hive fails, the interceptor throws its
 * error, and the handler does not run either. The tags of the policy reject nothing; the handler finds them in the
 * verdict.
 *
 * HTTP only: for gateways, microservices and GraphQL, it submits nothing and throws a `HiveConfigError`.
 *
 * @throws HiveConfigError if the policy is invalid (see `definePolicy`), or if an option is invalid or unknown.
 *
 * @example
 * ```ts
 * import { RECOMMENDED_POLICY } from "@hivekit/core/policy";
 * import type { Verdict } from "@hivekit/core/policy";
 * import { HiveVerdict, HiveVerdictInterceptor } from "@hivekit/nestjs";
 * import { Controller, Post, UseInterceptors } from "@nestjs/common";
 * import { FileInterceptor } from "@nestjs/platform-express";
 *
 * @Controller("avatars")
 * export class AvatarsController {
 *   @Post()
 *   @UseInterceptors(FileInterceptor("file"), HiveVerdictInterceptor({ policy: RECOMMENDED_POLICY }))
 *   upload(@HiveVerdict() verdict: Verdict) {
 *     return verdict.decision; // "allow", "review" or "unknown"
 *   }
 * }
 * ```
 */
export function HiveVerdictInterceptor(options: HiveVerdictOptions): Type<NestInterceptor> {
  checkOptions("HiveVerdictInterceptor", verdictOptionsSchema, options);
  const policy = definePolicy(options.policy);
  const actions: { readonly [decision in Decision]: VerdictAction | undefined } = {
    allow: "pass",
    review: options.onReview,
    unknown: options.onUnknown,
    block: "refuse",
  };

  @Injectable()
  class VerdictInterceptor implements NestInterceptor {
    readonly #hive: HiveService;

    constructor(@Inject(getHiveToken(options.project)) hive: HiveService) {
      this.#hive = hive;
    }

    async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
      const request = getJudgedRequest(context);
      const submissions = await (options.submissions?.(context) ?? readUploads(request, options.media));
      if (submissions.length === 0) {
        if (options.isOptional !== true) {
          throw new BadRequestException(
            toInputErrorBody(400, "The request has no file. Send an image, a GIF or a video."),
          );
        }
        if (options.submissions === undefined) requireNothingToJudge(request);
      }
      const signal = requestSignal(context);
      const verdicts: Verdict[] = [];
      // One at a time, so that nothing more is charged once an upload is rejected.
      for (const submission of submissions) {
        const verdict = decide(await this.#hive.classify(submission, { signal }), policy);
        recordVerdict(this.#hive, verdict, "upload");
        const action = actions[verdict.decision] ?? (takesVerdict(context) ? "pass" : "refuse");
        if (action !== "pass") throw (options.refusal ?? createRefusal)(verdict);
        verdicts.push(verdict);
      }
      addVerdicts(context, verdicts);
      return next.handle();
    }
  }

  return mixin(VerdictInterceptor);
}

function createRefusal({ decision }: Verdict): HttpException {
  const body = { statusCode: 422, kind: "verdict", decision, message: "The upload was rejected." };
  return new UnprocessableEntityException(body);
}
