import { HiveConfigError } from "@hivekit/core";
import { signCallbackUrl } from "@hivekit/core/callback";
import { RequestMethod } from "@nestjs/common";
import type { ApplicationConfig } from "@nestjs/core";
import { isPublicUrl, UNNAMED } from "./hive-callback-options.ts";
import type { HiveCallbackOptions } from "./hive-callback-options.ts";

/** Returns the callback route of a project, without the app's global prefix and without leading or trailing slashes. */
export function callbackPath(options: HiveCallbackOptions, name: string | undefined): string {
  return options.path ?? (name === undefined ? "hive/callbacks" : `hive/callbacks/${name}`);
}

/** Returns a function that creates a signed callback URL of this app. Each submission gets a URL of its own. */
export function createCallbackUrlSigner(
  options: HiveCallbackOptions,
  app: { readonly name: string | undefined; readonly config: ApplicationConfig },
): () => Promise<string> {
  const path = callbackPath(options, app.name);
  return async () => {
    const { publicUrl, secrets } = options;
    const root = typeof publicUrl === "function" ? await publicUrl() : publicUrl;
    if (!isPublicUrl(root)) {
      throw new HiveConfigError(
        "The function callbacks.publicUrl must return an absolute http or https URL without user info, query and fragment.",
        { option: "callbacks.publicUrl" },
      );
    }
    const { origin, pathname } = new URL(root);
    // Resolved for each submission, because the prefix is set after the app is created.
    const address = `${origin}${joinPath(pathname, resolveRoute(path, app.config))}`;
    // The options check ensures that there is at least one secret.
    return signCallbackUrl(address, { secret: secrets[0] ?? "", project: app.name ?? UNNAMED });
  };
}

/**
 * Returns the path of a route with the app's global prefix. Call it during a request, because the prefix is set after
 * the app is created.
 */
export function resolveRoute(path: string, config: ApplicationConfig): string {
  return joinPath(resolvePrefix(path, config), path);
}

/** Joins paths with one slash before each segment and no trailing slash. */
function joinPath(...paths: readonly string[]): string {
  const segments = paths.flatMap((path) => path.split("/")).filter((segment) => segment !== "");
  return `/${segments.join("/")}`;
}

/** Returns the app's global prefix, or an empty string if the app excludes this route from it. */
function resolvePrefix(path: string, config: ApplicationConfig): string {
  const { exclude = [] } = config.getGlobalPrefixOptions();
  const isExcluded = exclude.some(
    ({ pathRegex, requestMethod }) =>
      // Nest also uses -1 for all methods.
      [RequestMethod.ALL, RequestMethod.POST, -1].includes(requestMethod) && pathRegex.test(`/${path}`),
  );
  return isExcluded ? "" : config.getGlobalPrefix();
}
