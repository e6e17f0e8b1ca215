import type { PageOfFrames, RequestPlan } from "./protocol.ts";

/**
 * The request that looks at a task: v1 and v2 have it alike.
 *
 * Source: Hive's Postman collection of 2020 for v1, the index of its reference for v2 (read 2026-11-24); see docs/discoveries.md.
 */
export function lookAtTask(api: "v1" | "v2", id: string, page: PageOfFrames): RequestPlan {
  const query = `task_id=${encodeURIComponent(id)}&frame_limit=${page.frameLimit}&frame_offset=${page.frameOffset}`;
  return { method: "GET", path: `/api/${api}/task?${query}`, body: { kind: "none" } };
}
