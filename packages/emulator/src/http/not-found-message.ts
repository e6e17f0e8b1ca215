/** What the emulator answers, for those who asked for something else. */
const KNOWN =
  "POST /api/v1/tag/task, GET /api/v1/task, POST /api/v2/task/sync, POST /api/v2/task/async, GET /api/v2/task, " +
  "POST /api/v3/hive/visual-moderation, POST /api/v3/hive/text-moderation " +
  "and POST /api/v3/hive/ai-generated-and-deepfake-content-detection";

/** Routes that Hive has, and of whose requests or replies not enough is known. Source: reference/hive-api.md, sections 1.7, 2.7, 3. */
const FORM_UNKNOWN: readonly RegExp[] = [
  /^\/api\/v1\/task\/(?:sync|async)$/,
  /^\/api\/v2\/(?:feedback|callback|task\/(?:callback|feedback|retry))(?:\/|$)/,
  /^\/api\/v3\/[^/]+\/[^/]+$/,
];

/** Routes of Hive for streams of video, which are another kind of work. Source: as above. */
const NOT_EMULATED = /^\/api\/v2\/stream(?:\/|$)/;

/** Why there is no answer. A route that Hive has is told apart from one that nobody has. */
export function notFoundMessage(method: string, path: string): string {
  if (NOT_EMULATED.test(path))
    return `Streams are not emulated, so ${method} ${path} is not answered; the emulator answers ${KNOWN}.`;
  const isHives = FORM_UNKNOWN.some((route) => route.test(path));
  const why = isHives
    ? `The emulator does not know the form of ${method} ${path}, so it does not answer it rather than making one up`
    : `The emulator does not know ${method} ${path}`;
  return `${why}; it answers ${KNOWN}.`;
}
