import { NestFactory } from "@nestjs/core";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { start } from "./app.js";

void start((module) => NestFactory.create(module, new FastifyAdapter(), { logger: ["error", "warn"] }));
