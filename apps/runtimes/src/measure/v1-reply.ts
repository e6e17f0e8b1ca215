import reply from "../../../../packages/core/fixtures/v1/categorization-video.json" with { type: "json" };

/** A small reply of v1: the classes of a few frames of a video. */
export const V1_REPLY: string = JSON.stringify(reply);

/** How many frames it holds. */
export const V1_REPLY_FRAMES: number = reply.status.response.output.length;
