import { CONNECTION_CHECKS, extend, limit, REQUEST_CHECKS } from "../client/option-checks.ts";
import { objectOf } from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import type { AskOptions, HiveVlmOptions, VlmLimits } from "./vlm-options.ts";

/** Checks the options of a `HiveVlm`. */
export const VLM_CHECKS: OptionChecks<HiveVlmOptions> = /* @__PURE__ */ extend(CONNECTION_CHECKS, {
  limits: objectOf<VlmLimits>({ mediaBytes: limit, replyBytes: limit }),
});

/**
 * The parameters that the client sets, and those that change the format of the response: it reads one answer, not a
 * stream or a list.
 */
const RESERVED = [
  "model",
  "messages",
  "max_tokens",
  "max_completion_tokens",
  "response_format",
  "stream",
  "n",
];

/** Checks the options of `ask`. */
export const ASK_CHECKS: OptionChecks<AskOptions> = /* @__PURE__ */ extend(REQUEST_CHECKS, {
  params: (value, path, report) => {
    REQUEST_CHECKS.params(value, path, report);
    const reserved = RESERVED.find((name) => name in Object(value));
    if (reserved !== undefined) report(`${path}.${reserved}`, "is reserved; remove it");
  },
} satisfies Pick<OptionChecks<AskOptions>, "params">);
