import { Injectable } from "@nestjs/common";
import type { HiveTaskError, Task } from "@hivekit/core";
import { MemoryCallbackStore, OnHiveTask, OnHiveTaskFailure } from "@hivekit/nestjs/callbacks";
import type { HiveCallbackInfo, HiveCallbackStore } from "@hivekit/nestjs/callbacks";

@Injectable()
export class Results {
  readonly ids: string[] = [];

  @OnHiveTask({ project: "text" })
  take(task: Task, info: HiveCallbackInfo): void {
    this.ids.push(task.id ?? info.project);
  }

  @OnHiveTaskFailure()
  fail(error: HiveTaskError): void {
    this.ids.push(error.message);
  }
}

export class Wrong {
  // @ts-expect-error -- the method must take a task
  @OnHiveTask()
  take(task: number): number {
    return task;
  }
}

export const store: HiveCallbackStore = new MemoryCallbackStore({ mostEntries: 10 });
