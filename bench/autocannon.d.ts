/** The part of autocannon that the benchmarks use. */
declare module 'autocannon' {
  function autocannon(options: autocannon.Options): Promise<autocannon.Result>;

  namespace autocannon {
    /** Seconds, or requests of which each is answered. */
    type Until = { duration: number } | { amount: number };

    type Client = {
      /** What is sent next. */
      getRequestBuffer: () => Buffer;
      on: (event: 'response', listener: () => void) => void;
    };

    type Options = Until & {
      url: string;
      connections: number;
      /** Requests a second over all connections; as many as are answered where left out. */
      overallRate?: number;
      /** Called for every connection. */
      setupClient: (client: Client) => void;
    };

    type Result = {
      /** Milliseconds. */
      latency: { p50: number; p99: number };
      '2xx': number;
      non2xx: number;
      errors: number;
      timeouts: number;
    };
  }

  export default autocannon;
}
