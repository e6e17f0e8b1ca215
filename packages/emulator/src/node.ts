export { listen, type EmulatorServer, type ListenOptions } from "./server/listen.ts";
