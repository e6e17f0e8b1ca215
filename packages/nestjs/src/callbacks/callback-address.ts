import { HiveConfigError } from "@hivekit/core";
import { signCallbackUrl } from "@hivekit/core/callback";
import { RequestMethod } from "@nestjs/common";
import type { ApplicationConfig } from "@nestjs/core";
import { isPublicUrl, UNNAMED } from "./check-callback-options.ts";
import type { HiveCallbackOptions } from "./hive-callback-options.ts";

/** The route of a project's callbacks, without the app's global prefix and without a slash at its ends. */
export function callbackPath(options: HiveCallbackOptions, name: string | undefined): string {
  return options.path ?? (name === undefined ? "hive/callbacks" : `hive/callbacks/${name}`);
}

/** What signs an address for callbacks to this app, a new one for each submission. */
export function callbackUrlSigner(
  options: HiveCallbackOptions,
  app: { readonly name: string | undefined; readonly config: ApplicationConfig },
): () => Promise<string> {
  const path = callbackPath(options, app.name);
  return async () => {
    const { publicUrl, secrets } = options;
    const root = typeof publicUrl === "function" ? await publicUrl() : publicUrl;
    if (!isPublicUrl(root)) {
      throw new HiveConfigError(
        "callbacks.publicUrl gave no absolute http or https address without user info, query and fragment.",
        { option: "callbacks.publicUrl" },
      );
    }
    const { origin, pathname } = new URL(root);
    // Only now, because the prefix is set after the app is made.
    const address = `${origin}${joined(pathname, routeOf(path, app.config))}`;
    // The options were checked, so there is one.
    return signCallbackUrl(address, { secret: secrets[0] ?? "", project: app.name ?? UNNAMED });
  };
}

/** The path of a route as the app answers it, with its global prefix. Ask when a request is there: the prefix is set after the app is made. */
export function routeOf(path: string, config: ApplicationConfig): string {
  return joined(prefixOf(path, config), path);
}

/** With one slash in front of each segment, and none at the end. */
function joined(...parts: readonly string[]): string {
  const segments = parts.flatMap((part) => part.split("/")).filter((segment) => segment !== "");
  return `/${segments.join("/")}`;
}

/** The global prefix, unless the app takes this route out of it. */
function prefixOf(path: string, config: ApplicationConfig): string {
  const { exclude = [] } = config.getGlobalPrefixOptions();
  const isExcluded = exclude.some(
    ({ pathRegex, requestMethod }) =>
      // -1: all methods, to Nest.
      [RequestMethod.ALL, RequestMethod.POST, -1].includes(requestMethod) && pathRegex.test(`/${path}`),
  );
  return isExcluded ? "" : config.getGlobalPrefix();
}
