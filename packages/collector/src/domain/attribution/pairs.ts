/** Numbers pairs of numbers from 0 on, the same pair with the same number. */
export type Pairs = { numberOf: (first: number, second: number) => number };

const FIRST_SLOTS = 4096;

/** Both of a pair are whole numbers from -1 on. A look takes some nanoseconds, where a Map would take a hundred. */
export function createPairs(): Pairs {
  const firsts: number[] = [];
  const seconds: number[] = [];
  let table = new Int32Array(FIRST_SLOTS).fill(-1);

  const slotOf = (first: number, second: number): number => {
    const mask = table.length - 1;
    let slot = hashOf(first, second) & mask;
    for (let found = table[slot] ?? -1; found !== -1; found = table[slot] ?? -1) {
      if (firsts[found] === first && seconds[found] === second) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const grow = (): void => {
    table = new Int32Array(table.length * 4).fill(-1);
    for (let pair = 0; pair < firsts.length; pair += 1)
      table[slotOf(firsts[pair] ?? 0, seconds[pair] ?? 0)] = pair;
  };
  const numberOf = (first: number, second: number): number => {
    const slot = slotOf(first, second);
    const known = table[slot] ?? -1;
    if (known !== -1) return known;
    table[slot] = firsts.length;
    firsts.push(first);
    seconds.push(second);
    if (firsts.length * 3 > table.length) grow();
    return firsts.length - 1;
  };
  return { numberOf };
}

/** https://en.wikipedia.org/wiki/Hash_function#Fibonacci_hashing */
function hashOf(first: number, second: number): number {
  const mixed = Math.imul(first + 1, 0x9e3779b1) ^ Math.imul(second + 2, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
