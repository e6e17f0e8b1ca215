import type { Submission } from "@hivekit/core";
import { decide, definePolicy } from "@hivekit/core/policy";
import type { Decision, Policy, Verdict } from "@hivekit/core/policy";
import { BadRequestException, Inject, Injectable, mixin, UnprocessableEntityException } from "@nestjs/common";
import type { CallHandler, ExecutionContext, HttpException, NestInterceptor, Type } from "@nestjs/common";
import type { Observable } from "rxjs";
import { getHiveToken } from "../hive-token.ts";
import type { HiveService } from "../hive.service.ts";
import { checkHttpOptions, MEDIA_CHECKS, SWITCH } from "./check-http-options.ts";
import type { OptionChecks } from "./check-http-options.ts";
import { keepVerdicts } from "./hive-verdict.decorator.ts";
import { judgedRequest } from "./judged-request.ts";
import { bodyOf } from "./media-check.ts";
import type { MediaCheck } from "./media-check.ts";
import { requestSignal } from "./request-signal.ts";
import { submissionsOf } from "./submissions-of.ts";

/** What happens to an upload. */
export type VerdictAction = "pass" | "refuse";

/** How uploads are judged before their handler runs. */
export type HiveVerdictOptions = {
  /** What leads to which decision. Checked once, when the class is declared. */
  readonly policy: Policy;
  /** The `name` of the project that judges. @defaultValue the project without a name */
  readonly project?: string | undefined;
  /** What happens where a person should look. @defaultValue `"pass"`: the handler gets the verdict */
  readonly onReview?: VerdictAction | undefined;
  /** What happens where the result lacks what the policy asks for. @defaultValue `"pass"`: the handler gets the verdict */
  readonly onUnknown?: VerdictAction | undefined;
  /** Which files are submitted at all, before anything is billed. @defaultValue all that are recognised, of any size */
  readonly media?: MediaCheck | undefined;
  /**
   * What is judged. Empty: there is nothing to be judged, and the request is refused with 400, unless `isOptional`.
   * @defaultValue the files that multer has taken in: put its interceptor in front of this one, on the same method. A form that nobody has read
   * yet is a `HiveConfigError`, and never passes
   */
  readonly submissions?:
    | ((context: ExecutionContext) => readonly Submission[] | Promise<readonly Submission[]>)
    | undefined;
  /** Whether a request without anything to judge reaches the handler. @defaultValue `false` */
  readonly isOptional?: boolean | undefined;
  /**
   * Makes the answer to what is refused.
   * @defaultValue 422 that names the decision, and nothing of what led to it: that would teach how to get around it
   */
  readonly refusal?: ((verdict: Verdict) => HttpException) | undefined;
};

/**
 * An interceptor that submits uploads and decides on them before the handler runs: what the policy blocks never reaches it. Where Hive
 * cannot be asked, the error goes on, and the handler does not run either.
 *
 * HTTP alone: for gateways, microservices and GraphQL it submits nothing, and fails with a `HiveConfigError`.
 *
 * @throws HiveConfigError if the policy is not right, as `definePolicy` says, or an option is not known, or not what it must be.
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
  checkHttpOptions("HiveVerdictInterceptor", options, CHECKS);
  checkHttpOptions("HiveVerdictInterceptor's media", options.media ?? {}, MEDIA_CHECKS);
  const policy = definePolicy(options.policy);
  const actions: { readonly [decision in Decision]: VerdictAction } = {
    allow: "pass",
    review: options.onReview ?? "pass",
    unknown: options.onUnknown ?? "pass",
    block: "refuse",
  };

  @Injectable()
  class VerdictInterceptor implements NestInterceptor {
    readonly #hive: HiveService;

    constructor(@Inject(getHiveToken(options.project)) hive: HiveService) {
      this.#hive = hive;
    }

    async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
      const request = judgedRequest(context);
      const submissions = await (options.submissions?.(context) ?? submissionsOf(request, options.media));
      if (submissions.length === 0 && options.isOptional !== true) {
        throw new BadRequestException(
          bodyOf(400, "There is nothing to judge; send an image, a GIF or a video."),
        );
      }
      const signal = requestSignal(context);
      const verdicts: Verdict[] = [];
      // One after the other, so that nothing is billed once the answer is clear.
      for (const submission of submissions) {
        const verdict = decide(await this.#hive.classify(submission, { signal }), policy);
        if (actions[verdict.decision] !== "pass") throw (options.refusal ?? refusalOf)(verdict);
        verdicts.push(verdict);
      }
      keepVerdicts(context, verdicts);
      return next.handle();
    }
  }

  return mixin(VerdictInterceptor);
}

const ACTION: OptionChecks[string] = [
  (value) => value === "pass" || value === "refuse",
  'must be "pass" or "refuse"',
];
const METHOD: OptionChecks[string] = [(value) => typeof value === "function", "must be a function"];

const CHECKS: OptionChecks = {
  // `definePolicy` says more of it.
  policy: [() => true, ""],
  project: [(value) => typeof value === "string" && value !== "", "must be the name of a project"],
  onReview: ACTION,
  onUnknown: ACTION,
  media: [(value) => typeof value === "object" && value !== null, "must be an object"],
  submissions: METHOD,
  isOptional: SWITCH,
  refusal: METHOD,
};

function refusalOf({ decision }: Verdict): HttpException {
  const body = { statusCode: 422, kind: "verdict", decision, message: "The upload was refused." };
  return new UnprocessableEntityException(body);
}
