import { readFixture } from "../read-fixture.ts";
import { failedWith, unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { unjudged } from "./expected-frame.ts";
import { ALL_FORMS, statusCells } from "./status-cells.ts";
import { IMAGE, IMAGE_FRAME } from "./categorization-cells.ts";

const { known, unknown } = IMAGE;
/** The result of an entry with a status but no response. */
const noAnswer = {
  model: { name: null, version: null, type: null },
  chargeUsd: null,
  createdOn: null,
  media: null,
};
const asDocumented = known([IMAGE_FRAME]);

/** The envelope of v1 and v2. `hive-api.md` 1.3, 2.3, 2.5 and 2.8; design section 3. */
export const envelopeCells: readonly Cell[] = statusCells("envelope", readFixture("v2/image"), {
  forms: ALL_FORMS,
  rows: [
    // The complete envelope is optional: callbacks have no code, user_id and created_on. None of it affects the
    // verdict.
    ["id is missing", "id", MISSING, known([IMAGE_FRAME], { head: { id: "" } })],
    ["id is null", "id", null, known([IMAGE_FRAME], { head: { id: "" } })],
    ["id is a number", "id", 17, known([IMAGE_FRAME], { head: { id: "17" } })],
    ["code is missing", "code", MISSING, asDocumented],
    ["code is null", "code", null, asDocumented],
    ["code is 200 as a string", "code", "200", asDocumented],
    ["code is 400", "code", 400, failedWith("400")],
    ["code is 500 as a string", "code", "500", failedWith("500")],
    ["project_id is missing", "project_id", MISSING, known([IMAGE_FRAME], { head: { projectId: null } })],
    ["project_id is null", "project_id", null, known([IMAGE_FRAME], { head: { projectId: null } })],
    ["project_id is a string", "project_id", "300", known([IMAGE_FRAME], { head: { projectId: null } })],
    ["project_id is 0", "project_id", 0, known([IMAGE_FRAME], { head: { projectId: 0 } })],
    ["user_id is missing", "user_id", MISSING, known([IMAGE_FRAME], { head: { userId: null } })],
    ["created_on is missing", "created_on", MISSING, known([IMAGE_FRAME], { head: { createdOn: null } })],
    ["created_on is null", "created_on", null, known([IMAGE_FRAME], { head: { createdOn: null } })],
    ["created_on is not a date", "created_on", "soon", known([IMAGE_FRAME], { head: { createdOn: null } })],
    ["from_cache is missing", "from_cache", MISSING, asDocumented],
    ["from_cache is null", "from_cache", null, asDocumented],
    ["from_cache is true", "from_cache", true, known([IMAGE_FRAME], { head: { fromCache: true } })],
    ["metadata is null", "metadata", null, asDocumented],
    [
      "metadata is a string",
      "metadata",
      "order-17",
      known([IMAGE_FRAME], { head: { metadata: "order-17" } }),
    ],
    ["metadata is empty", "metadata", "", known([IMAGE_FRAME], { head: { metadata: "" } })],
    ["an unknown key", "billing_plan", { tier: 2 }, asDocumented],
    // 2.8: the position of error and error_code is unknown, so any value except a clear "none" is a failure.
    ["error is null", "error", null, asDocumented],
    ["error is empty", "error", "", asDocumented],
    ["error is a string", "error", "it broke", failedWith(null)],
    ["output is present, too", "output", [], unreadableAt("status", "output")],
    ["error_code is null", "error_code", null, asDocumented],
    ["error_code is 0", "error_code", 0, asDocumented],
    ["error_code is 2000", "error_code", 2000, failedWith("2000")],
    ["error_code is 3300 as a string", "error_code", "3300", failedWith("3300")],
    ["return_code is 200", "return_code", 200, asDocumented],
    ["return_code is 429", "return_code", 429, failedWith("429")],
    // Without status there is no result.
    ["status is missing", "status", MISSING, unreadableAt("status")],
    ["status is null", "status", null, unreadableAt("status")],
    ["status is an empty list", "status", [], unreadableAt("status")],
    ["status is a string", "status", "completed", unreadableAt("status")],
    ["status is a number", "status", 200, unreadableAt("status")],
    ["status is true", "status", true, unreadableAt("status")],
    ["status is an empty object", "status", {}, unreadableAt("status")],
    ["status is a list of null", "status", [null], unreadableAt("status[0]")],
    ["status is a list of a list", "status", [[]], unreadableAt("status[0]")],
    ["status is a list of an empty object", "status", [{}], unreadableAt("status[0]")],
    // The status of an entry. Without one, its frames are present but not evaluated.
    [
      "the entry's status is missing",
      "@.status",
      MISSING,
      unknown([IMAGE_FRAME], { result: { status: null } }),
    ],
    ["the entry's status is null", "@.status", null, unknown([IMAGE_FRAME], { result: { status: null } })],
    ["the entry's status is empty", "@.status", {}, unknown([IMAGE_FRAME], { result: { status: null } })],
    ["the entry's status is a string", "@.status", "SUCCESS", unreadableAt("@.status")],
    ["the entry's status is a list", "@.status", [], unreadableAt("@.status")],
    ["the entry has an unknown key", "@._version", 2, asDocumented],
    [
      "status.code is missing",
      "@.status.code",
      MISSING,
      unknown([IMAGE_FRAME], { result: { status: null } }),
    ],
    ["status.code is null", "@.status.code", null, unknown([IMAGE_FRAME], { result: { status: null } })],
    ["status.code is the number 0", "@.status.code", 0, asDocumented],
    ["status.code is an empty string", "@.status.code", "", failedWith("unreadable")],
    ["status.code is true", "@.status.code", true, unreadableAt("@.status.code")],
    ["status.code is an object", "@.status.code", {}, unreadableAt("@.status.code")],
    ["status.code is 3300", "@.status.code", "3300", failedWith("3300")],
    ["status.code is the number 2101", "@.status.code", 2101, failedWith("2101")],
    [
      "status.code is 200",
      "@.status.code",
      "200",
      known([IMAGE_FRAME], { result: { status: { code: "200", message: "SUCCESS" } } }),
    ],
    [
      "status.code is the number 200",
      "@.status.code",
      200,
      known([IMAGE_FRAME], { result: { status: { code: "200", message: "SUCCESS" } } }),
    ],
    ["status is 200 without SUCCESS", "@.status", { code: 200, message: "OK" }, failedWith("200")],
    ["status.error_code is 3100", "@.status.error_code", "3100", failedWith("3100")],
    ["status.error_code is null", "@.status.error_code", null, asDocumented],
    [
      "status.message is missing",
      "@.status.message",
      MISSING,
      known([IMAGE_FRAME], { result: { status: { code: "0", message: "" } } }),
    ],
    [
      "status.message is a number",
      "@.status.message",
      4,
      known([IMAGE_FRAME], { result: { status: { code: "0", message: "" } } }),
    ],
    // The response of an entry. Without frames, nothing was evaluated.
    ["response is missing", "@.response", MISSING, unknown([], { result: noAnswer })],
    ["response is null", "@.response", null, unknown([], { result: noAnswer })],
    ["response is empty", "@.response", {}, unknown([], { result: noAnswer })],
    ["response is an empty list", "@.response", [], unknown([], { result: noAnswer })],
    ["response is a string", "@.response", "pending", unknown([], { result: noAnswer })],
    ["response has an unknown key", "@.response.hint", ["x"], asDocumented],
    ["output is missing", "@.response.output", MISSING, unknown([])],
    ["output is null", "@.response.output", null, unknown([])],
    ["output is empty", "@.response.output", [], unknown([])],
    [
      "output is an object",
      "@.response.output",
      { time: 0, classes: [] },
      unknown([unjudged("classification", { timeSeconds: 0 })]),
    ],
    ["output is a string", "@.response.output", "none", unknown([])],
  ],
});
