import { getHiveToken, HiveModule } from "@hivekit/nestjs";
import type { HiveService } from "@hivekit/nestjs";
import { Module } from "@nestjs/common";
import type { DynamicModule, MiddlewareConsumer, NestModule } from "@nestjs/common";
import { Desk } from "./desk.ts";
import type { Project } from "./project.ts";
import { refuseForeign } from "./refuse-foreign.ts";
import { SubmissionsController } from "./submissions.controller.ts";
import { takeUpload } from "./take-upload.ts";

/** The desk's app: one Hive module per project, since each project has its own key. */
@Module({})
export class AppModule implements NestModule {
  static forProjects(projects: readonly Project[]): DynamicModule {
    return {
      module: AppModule,
      imports: projects.map(({ name, options }) =>
        HiveModule.forRoot({
          name,
          // Whoever stops the desk wants it to end at once.
          shutdownGraceMs: 0,
          logger: false,
          ...options,
        }),
      ),
      controllers: [SubmissionsController],
      providers: [
        {
          provide: Desk,
          useFactory: (...services: HiveService[]) =>
            new Desk(new Map(services.map((service, index) => [projects[index]?.name ?? "", service]))),
          inject: projects.map(({ name }) => getHiveToken(name)),
        },
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(refuseForeign, takeUpload).forRoutes(SubmissionsController);
  }
}
