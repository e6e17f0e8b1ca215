import reply from "../../../../packages/core/fixtures/v1/categorization-video.json" with { type: "json" };

/** A small v1 reply with the classes of a few frames of a video. */
export const V1_REPLY: string = JSON.stringify(reply);

/** The number of its frames. */
export const V1_REPLY_FRAMES: number = reply.status.response.output.length;
