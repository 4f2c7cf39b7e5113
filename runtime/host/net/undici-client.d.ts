/**
 * undici's main module puts its own dispatcher on the global object, where it takes over the `fetch` of the whole process,
 * in an editor that of every other extension. These two parts of it do not; only their types are missing.
 */
declare module "undici/lib/dispatcher/client.js" {
  import type { Client } from "undici";

  const client: typeof Client;
  export default client;
}

declare module "undici/lib/api/api-request.js" {
  import type { Dispatcher } from "undici";

  /** What the main module makes a method of every dispatcher. */
  function request(this: Dispatcher, options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>;
  export default request;
}
