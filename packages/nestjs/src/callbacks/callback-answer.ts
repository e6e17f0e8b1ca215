/** What Hive is answered to a callback. */
export type CallbackAnswer =
  /** All is well; do not send it again. The body is empty. */
  | { readonly status: 200 }
  | {
      /** 400, 403, 413: it is no callback, or none of ours. 500, 503: send it again. */
      readonly status: 400 | 403 | 413 | 500 | 503;
      /** What the sender is told: nothing that is not known to everybody. */
      readonly reason: string;
      /** What the app's log is told. @defaultValue the reason */
      readonly problem?: string;
      /** Where in the app's own code that came from. @defaultValue nowhere */
      readonly stack?: string | null;
    };

/** The answer to what was handed over, now or before. */
export const HANDED_OVER: CallbackAnswer = { status: 200 };
