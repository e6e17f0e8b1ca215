import { runSuite } from "./suite.ts";

/** For runtimes that answer requests: the options as JSON in, JSON out. */
const worker = {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await runSuite(await request.json()));
  },
};

export default worker;
