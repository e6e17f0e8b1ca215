import { NestFactory } from "@nestjs/core";
import { start } from "./app.js";

void start((module) => NestFactory.create(module, { logger: ["error", "warn"] }));
