/** Gives each different value a place in `all`, to which the first of it is added as it is kept. */
export function createPlaces<Given, Kept>(
  all: Kept[],
  keyOf: (given: Given) => string,
  keep: (given: Given) => Kept,
): (given: Given) => number {
  const places = new Map<string, number>();
  return (given) => {
    const key = keyOf(given);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, all.length);
    return all.push(keep(given)) - 1;
  };
}
