/** In which people name languages, besides each in its own words. */
const spokenIn = ['en', 'de', 'es', 'fr', 'it', 'pt'];
const letters = Array.from('abcdefghijklmnopqrstuvwxyz');

let codes: Map<string, string> | undefined;

/** The ISO 639 code of a language by its code (`de`, `de-AT`) or its name (`German`, `Deutsch`); null for anything else. */
export function languageCode(text: string): string | null {
  const said = fold(text);
  const [, code] = /^([a-z]{2})(?:[-_][a-z0-9]{2,8})*$/.exec(said) ?? [];
  if (code !== undefined) return code;
  codes ??= namesOfAll();
  return codes.get(said) ?? null;
}

function namesOfAll(): Map<string, string> {
  const named = new Map<string, string>();
  for (const language of spokenIn) {
    const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' });
    for (const code of letters.flatMap((one) => letters.map((two) => one + two))) {
      const name = names.of(code);
      if (name === undefined) continue;
      named.set(fold(name), code);
      const own = new Intl.DisplayNames(code, { type: 'language', fallback: 'none' }).of(code);
      if (own !== undefined) named.set(fold(own), code);
    }
  }
  return named;
}

function fold(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
