import type { ExpectedHead } from "./expected-task.ts";

/** The expected task head of the responses in `fixtures/v1`. */
export const V1_HEAD: ExpectedHead = {
  kind: "model",
  id: "0b5c9f3e-2f7a-11f0-8d51-00000000a001",
  projectId: 77,
  userId: 9,
  createdOn: new Date("2026-03-01T09:00:02.500Z"),
  fromCache: false,
  metadata: null,
  labels: [],
};

/** The status of their entries, and the time at which the input reached the model. */
export const V1_ENTRY = {
  status: { code: "0", message: "SUCCESS" },
  createdOn: new Date("2026-03-01T09:00:00.100Z"),
  text: null,
} as const;
