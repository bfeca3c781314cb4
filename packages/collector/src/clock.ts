/** Where "now" comes from, in epoch milliseconds. Nothing else asks the machine for the time. */
export type Clock = { now: () => number };

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that runs with the machine's until it is set, and stands still from then on. */
export type TestClock = Clock & { set: (ms: number) => void };

/** For tests from outside, see HEADWATER_TEST_CLOCK. */
export function testClock(start?: number): TestClock {
  let frozen = start;
  return {
    now: () => frozen ?? Date.now(),
    set: (ms) => {
      frozen = ms;
    },
  };
}
