/** Creates a v1 response for a video. Invented, because the recorded ones are too short for these tests. */
export function videoReply(frameCount: number): string {
  return JSON.stringify({ id: "video", code: 200, project_id: 1, status: entry(framesFrom(0, frameCount)) });
}

/** Cuts off a video response after the given number of complete frames. */
export function videoReplyParts(frameCount: number, wholeFrames: number): readonly [string, string] {
  const whole = videoReply(frameCount);
  const marker = JSON.stringify(framesFrom(wholeFrames - 1, 1)[0]);
  const end = whole.indexOf(marker) + marker.length;
  return [whole.slice(0, end), whole.slice(end)];
}

/**
 * Creates one page of a finished v2 task. Invented, because no recording exists. The format is that of v2's
 * synchronous response.
 *
 * @param query - The query of the request: `frame_offset` and `frame_limit` select the frames.
 */
export function taskPage(frameCount: number, query: URLSearchParams): string {
  const offset = Number(query.get("frame_offset"));
  const limit = Number(query.get("frame_limit"));
  const frames = framesFrom(offset, Math.max(0, Math.min(limit, frameCount - offset)));
  return JSON.stringify({ id: query.get("task_id"), status: [entry(frames)] });
}

function entry(output: readonly object[]): object {
  return {
    status: { code: "0", message: "SUCCESS" },
    response: { input: { model: "stub", model_type: "CATEGORIZATION" }, output },
  };
}

function framesFrom(first: number, count: number): readonly object[] {
  return Array.from({ length: count }, (_none, index) => ({
    time: (first + index) / 10,
    classes: [
      { class: "yes_smoking", score: 0.25 },
      { class: "no_smoking", score: 0.75 },
    ],
  }));
}
