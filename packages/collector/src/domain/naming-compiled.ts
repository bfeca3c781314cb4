/**
 * Wraps a function so that it works once for each settings object. Settings are replaced as a whole, never
 * edited, and a rule that is asked a thousand times a second must not fold the same list each time.
 */
export function oncePer<Settings extends object, Compiled>(
  compile: (settings: Settings) => Compiled,
): (settings: Settings) => Compiled {
  const known = new WeakMap<Settings, { compiled: Compiled }>();
  return (settings) => {
    const found = known.get(settings) ?? { compiled: compile(settings) };
    known.set(settings, found);
    return found.compiled;
  };
}
