import type { INestApplication, ModuleMetadata } from "@nestjs/common";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { Test } from "@nestjs/testing";
import type { TestingModuleBuilder } from "@nestjs/testing";
import type { LoggerService } from "@nestjs/common";

/** The HTTP adapters of Nest. */
export const ADAPTERS = ["express", "fastify"] as const;

/** One of {@link ADAPTERS}. */
export type AdapterName = (typeof ADAPTERS)[number];

/** An app that listens on a free local port. */
export type OpenApp = AsyncDisposable & { readonly nest: INestApplication; readonly url: string };

/** Starts an app with the given module metadata, as a user's `main.ts` does. */
export async function openApp(
  parts: ModuleMetadata,
  options: {
    readonly adapter?: AdapterName;
    readonly logger?: LoggerService;
    readonly prepare?: (nest: INestApplication) => void;
    readonly override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  } = {},
): Promise<OpenApp> {
  @Module(parts)
  class AppModule {}

  const adapter = options.adapter === "fastify" ? new FastifyAdapter() : new ExpressAdapter();
  const { logger = false, override } = options;
  const nest =
    override === undefined
      ? await NestFactory.create(AppModule, adapter, {
          logger,
          abortOnError: false,
          forceCloseConnections: true,
        })
      : (await override(Test.createTestingModule({ imports: [AppModule] })).compile()).createNestApplication(
          adapter,
          { logger },
        );
  options.prepare?.(nest);
  await nest.listen(0, "127.0.0.1");
  return { nest, url: await nest.getUrl(), [Symbol.asyncDispose]: () => nest.close() };
}
