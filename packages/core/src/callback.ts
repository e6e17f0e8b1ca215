export { readCallback } from "./callback/read-callback.ts";
export type { ReadCallbackOptions } from "./callback/read-callback.ts";
export { signCallbackUrl } from "./callback/sign-callback-url.ts";
export type { SignCallbackUrlOptions } from "./callback/sign-callback-url.ts";
export { verifyCallbackUrl } from "./callback/verify-callback-url.ts";
export type { CallbackUrlCheck, VerifyCallbackUrlOptions } from "./callback/verify-callback-url.ts";
