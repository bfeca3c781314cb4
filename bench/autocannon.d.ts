/** The part of autocannon that the benchmarks use. */
declare module 'autocannon' {
  type Options = {
    url: string;
    connections: number;
    /** Called for every connection; what it sends next is in the hands of the caller. */
    setupClient: (client: { getRequestBuffer: () => Buffer }) => void;
  } & ({ amount: number } | { duration: number });

  type Result = {
    /** Seconds. */
    duration: number;
    requests: { total: number };
    /** Milliseconds. */
    latency: { p50: number; p99: number };
    '2xx': number;
    non2xx: number;
    errors: number;
    timeouts: number;
  };

  export default function autocannon(options: Options): Promise<Result>;
}
