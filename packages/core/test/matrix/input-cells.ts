import { readFixture } from "../read-fixture.ts";
import { IMAGE, IMAGE_FRAME, IMAGE_MEDIA, IMAGE_MODEL } from "./categorization-cells.ts";
import type { Cell, Expected } from "./cell.ts";
import { MISSING } from "./damage.ts";
import type { ExpectedResultHead } from "./expected-task.ts";
import { ALL_FORMS, statusCells } from "./status-cells.ts";

const asDocumented = IMAGE.known([IMAGE_FRAME]);
const noInput = {
  model: { name: null, version: null, type: null },
  chargeUsd: null,
  createdOn: null,
  media: null,
};

const says = (result: ExpectedResultHead): Expected => IMAGE.known([IMAGE_FRAME], { result });

/**
 * The input, as echoed by Hive. It affects no verdict, so nothing in it makes a response fail: `hive-api.md` 1.3,
 * 2.6.6.
 */
export const inputCells: readonly Cell[] = statusCells("input", readFixture("v2/image"), {
  forms: ALL_FORMS,
  rows: [
    ["input is missing", "@.response.input", MISSING, says(noInput)],
    ["input is null", "@.response.input", null, says(noInput)],
    ["input is empty", "@.response.input", {}, says(noInput)],
    ["input is a string", "@.response.input", "...", says(noInput)],
    ["input has an unknown key", "@.response.input.hash", "0011", asDocumented],
    ["charge is missing", "@.response.input.charge", MISSING, says({ chargeUsd: null })],
    ["charge is null", "@.response.input.charge", null, says({ chargeUsd: null })],
    ["charge is a string", "@.response.input.charge", "0.00100", says({ chargeUsd: 0.001 })],
    [
      "charge has floating-point noise",
      "@.response.input.charge",
      0.018000000000000002,
      says({ chargeUsd: 0.018 }),
    ],
    ["charge is 0", "@.response.input.charge", 0, says({ chargeUsd: 0 })],
    ["charge is empty", "@.response.input.charge", "", says({ chargeUsd: null })],
    ["charge is a string without a number", "@.response.input.charge", "free", says({ chargeUsd: null })],
    ["charge is an object", "@.response.input.charge", { usd: 1 }, says({ chargeUsd: null })],
    ["model is missing", "@.response.input.model", MISSING, says({ model: { ...IMAGE_MODEL, name: null } })],
    ["model is null", "@.response.input.model", null, says({ model: { ...IMAGE_MODEL, name: null } })],
    [
      "model_version is a string",
      "@.response.input.model_version",
      "2b",
      says({ model: { ...IMAGE_MODEL, version: "2b" } }),
    ],
    [
      "model_type is missing",
      "@.response.input.model_type",
      MISSING,
      says({ model: { ...IMAGE_MODEL, type: null } }),
    ],
    // Documented in lower case, live in upper case. The kind follows from the frames.
    [
      "model_type is in lower case",
      "@.response.input.model_type",
      "categorization",
      says({ model: { ...IMAGE_MODEL, type: "categorization" } }),
    ],
    [
      "model_type is that of another kind",
      "@.response.input.model_type",
      "BOUNDING_BOX",
      says({ model: { ...IMAGE_MODEL, type: "BOUNDING_BOX" } }),
    ],
    ["input.created_on is null", "@.response.input.created_on", null, says({ createdOn: null })],
    ["media is missing", "@.response.input.media", MISSING, says({ media: null })],
    ["media is null", "@.response.input.media", null, says({ media: null })],
    ["media is a string", "@.response.input.media", "desk.png", says({ media: null })],
    [
      "media is empty",
      "@.response.input.media",
      {},
      says({
        media: {
          url: null,
          filename: null,
          type: null,
          mimeType: null,
          widthPx: null,
          heightPx: null,
          frameCount: null,
          durationSeconds: null,
        },
      }),
    ],
    [
      "media.num_frames is missing",
      "@.response.input.media.num_frames",
      MISSING,
      says({ media: { ...IMAGE_MEDIA, frameCount: null } }),
    ],
    [
      "media.width is a string",
      "@.response.input.media.width",
      "800",
      says({ media: { ...IMAGE_MEDIA, widthPx: null } }),
    ],
    [
      "media.url is signed",
      "@.response.input.media.url",
      "https://media.example/desk.png?sig=SECRET",
      says({ media: { ...IMAGE_MEDIA, url: "https://media.example/desk.png?sig=SECRET" } }),
    ],
  ],
});
