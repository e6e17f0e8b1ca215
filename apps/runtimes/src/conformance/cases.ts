import { ABORT_CASES } from "./abort-cases.ts";
import { BUDGET_CASES } from "./budget-cases.ts";
import { CACHE_CASES } from "./cache-cases.ts";
import { CALLBACK_CASES } from "./callback-cases.ts";
import type { CaseGroup, ConformanceCase } from "./conformance-case.ts";
import { STORED_REPLY_CASES } from "./stored-reply-cases.ts";
import { ERROR_CASES } from "./error-cases.ts";
import { FRAME_CASES } from "./frame-cases.ts";
import { MASK_CASES } from "./mask-cases.ts";
import { PANEL_CASES } from "./panel-cases.ts";
import { POLICY_CASES } from "./policy-cases.ts";
import { REDIRECT_CASES } from "./redirect-cases.ts";
import { RETRY_CASES } from "./retry-cases.ts";
import { SECRET_CASES } from "./secret-cases.ts";
import { SUBMIT_CASES } from "./submit-cases.ts";
import { TASK_CASES } from "./task-cases.ts";
import { TELEMETRY_CASES } from "./telemetry-cases.ts";
import { TEXT_CASES } from "./text-cases.ts";
import { TIMEOUT_CASES } from "./timeout-cases.ts";
import { UPLOAD_CASES } from "./upload-cases.ts";
import { VLM_CASES } from "./vlm-cases.ts";

/** The suite in the order of the table. */
export const GROUPS: readonly CaseGroup[] = [
  { title: "Submissions", cases: SUBMIT_CASES },
  { title: "Large uploads", cases: UPLOAD_CASES },
  { title: "Frames", cases: FRAME_CASES },
  { title: "Asynchronous tasks (v2)", cases: TASK_CASES },
  { title: "Aborts", cases: ABORT_CASES },
  { title: "Timeouts", cases: TIMEOUT_CASES },
  { title: "Retries", cases: RETRY_CASES },
  { title: "Errors", cases: ERROR_CASES },
  { title: "Telemetry", cases: TELEMETRY_CASES },
  { title: "Redirects", cases: REDIRECT_CASES },
  { title: "Secrets", cases: SECRET_CASES },
  { title: "Stored responses", cases: STORED_REPLY_CASES },
  { title: "Masks", cases: MASK_CASES },
  { title: "Callbacks", cases: CALLBACK_CASES },
  { title: "Policies", cases: POLICY_CASES },
  { title: "Panels", cases: PANEL_CASES },
  { title: "Budgets", cases: BUDGET_CASES },
  { title: "Cache and samples", cases: CACHE_CASES },
  { title: "Long texts", cases: TEXT_CASES },
  { title: "Vision language model", cases: VLM_CASES },
];

/** All cases of the suite. */
export const CASES: readonly ConformanceCase[] = GROUPS.flatMap(({ cases }) => cases);
