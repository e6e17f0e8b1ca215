import type { Task } from "@hivekit/core";
import { readCallback, signCallbackUrl, verifyCallbackUrl } from "@hivekit/core/callback";

const secret = "s".repeat(32);

export async function take(request: Request): Promise<Task> {
  const url: string = await signCallbackUrl("https://me.example/hive", { secret, project: "p" });
  const check = await verifyCallbackUrl(new URL(url), { secrets: [secret], project: "p" });
  // @ts-expect-error -- the result is not a string
  const wrong: string = check;
  return wrong === "" ? Promise.reject(new Error("unproven")) : readCallback(request);
}
