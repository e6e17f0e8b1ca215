export { listen, type EmulatorServer, type ListenOptions } from "./listen.ts";
