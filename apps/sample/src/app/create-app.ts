import { mkdir } from "node:fs/promises";
import { ConsoleLogger } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { DEMO_FOLDER, PAGE_FOLDER } from "../config/folders.ts";
import { setSecurityHeaders } from "../http/security-middleware.ts";
import { serveCompressed } from "../http/serve-compressed.ts";
import { DeskSettings } from "../items/desk-settings.ts";
import type { DeskOptions } from "../items/desk-settings.ts";
import { AppModule } from "./app.module.ts";

/** Logs warnings and errors only. */
export const APP_LOGGER = new ConsoleLogger({ logLevels: ["warn", "error", "fatal"] });

/** Creates the desk's Nest app. It neither listens nor logs yet. @throws HiveConfigError if an option is invalid. */
export async function createApp(options: DeskOptions): Promise<NestExpressApplication> {
  const settings = new DeskSettings(options);
  await mkdir(settings.mediaFolder, { recursive: true });
  const app: NestExpressApplication = await NestFactory.create<NestExpressApplication>(
    AppModule.forDesk(settings, () => app.getUrl()),
    {
      // Open event streams must not delay the shutdown. Calls to Hive have ended by then.
      forceCloseConnections: true,
      // The caller reports errors before the app listens. Nest would log them as well, with a stack trace.
      abortOnError: false,
      logger: false,
    },
  );
  app.disable("x-powered-by");
  app.use(setSecurityHeaders);
  app.use(serveCompressed(PAGE_FOLDER));
  app.useStaticAssets(PAGE_FOLDER);
  app.useStaticAssets(DEMO_FOLDER, { prefix: "/demo" });
  return app;
}
