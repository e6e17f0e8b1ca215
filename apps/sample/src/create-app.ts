import { mkdir } from "node:fs/promises";
import { ConsoleLogger } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { AppModule } from "./app.module.ts";
import { DeskSettings } from "./desk-settings.ts";
import type { DeskOptions } from "./desk-settings.ts";
import { DEMO_FOLDER, PAGE_FOLDER } from "./folders.ts";
import { preferCompressed } from "./prefer-compressed.ts";
import { secureHeaders } from "./secure-headers.ts";

/** Tells what went wrong; that a route was mapped interests nobody. */
export const APP_LOGGER = new ConsoleLogger({ logLevels: ["warn", "error", "fatal"] });

/** Makes the desk's app; it neither listens nor logs yet. */
export async function createApp(of: DeskOptions): Promise<NestExpressApplication> {
  const settings = new DeskSettings(of);
  await mkdir(settings.mediaFolder, { recursive: true });
  const app: NestExpressApplication = await NestFactory.create<NestExpressApplication>(
    AppModule.of(settings, () => app.getUrl()),
    {
      // Open streams must not keep the app from closing; calls to Hive have ended by then.
      forceCloseConnections: true,
      // What fails before the app listens is told by whoever starts it; Nest would log it as well, with a stack.
      abortOnError: false,
      logger: false,
    },
  );
  app.disable("x-powered-by");
  app.use(secureHeaders);
  app.use(preferCompressed(PAGE_FOLDER));
  app.useStaticAssets(PAGE_FOLDER);
  app.useStaticAssets(DEMO_FOLDER, { prefix: "/demo" });
  return app;
}
