import { CONNECTION_CHECKS, extend, limit, REQUEST_CHECKS } from "../client/option-checks.ts";
import { objectOf } from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import type { AskOptions, HiveVlmOptions, VlmLimits } from "./vlm-options.ts";

/** Checks the options of a `HiveVlm`. */
export const VLM_CHECKS: OptionChecks<HiveVlmOptions> = /* @__PURE__ */ extend(CONNECTION_CHECKS, {
  limits: objectOf<VlmLimits>({ mediaBytes: limit, replyBytes: limit }),
});

/** Checks the options of `ask`. */
export const ASK_CHECKS: OptionChecks<AskOptions> = REQUEST_CHECKS;
