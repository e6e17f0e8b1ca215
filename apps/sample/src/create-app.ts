import { fileURLToPath } from "node:url";
import { ConsoleLogger } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { AppModule } from "./app.module.ts";
import type { Project } from "./project.ts";

const PAGE_FOLDER = fileURLToPath(new URL("../page", import.meta.url));
/** Where the demo media are. */
export const DEMO_FOLDER = fileURLToPath(new URL("../../../demo-media", import.meta.url));

/** Tells what went wrong; that a route was mapped interests nobody. */
export const APP_LOGGER = new ConsoleLogger({ logLevels: ["warn", "error", "fatal"] });

/** Makes the desk's app for these projects; it neither listens nor logs yet. */
export async function createApp(projects: readonly Project[]): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forProjects(projects), {
    // Open streams must not keep the app from closing; calls to Hive have ended by then.
    forceCloseConnections: true,
    // What fails before the app listens is told by whoever starts it; Nest would log it as well, with a stack.
    abortOnError: false,
    logger: false,
  });
  app.useStaticAssets(PAGE_FOLDER);
  app.useStaticAssets(DEMO_FOLDER, { prefix: "/demo" });
  return app;
}
