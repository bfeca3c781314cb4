import { getAllCountries } from 'countries-and-timezones';

const languages = ['en', 'de', 'es', 'fr', 'it', 'pt', 'id', 'ko', 'ru'];

let codes: Map<string, string> | undefined;

/** The ISO 3166 code of a country by its code or by its name in one of nine languages; null for anything else. */
export function countryCode(text: string): string | null {
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase();
  // thousands of names, which most processes never need
  codes ??= new Map(languages.flatMap(namesIn));
  return codes.get(fold(text)) ?? null;
}

function namesIn(language: string): [string, string][] {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  return Object.keys(getAllCountries()).flatMap((code) => {
    const name = names.of(code);
    return name === undefined ? [] : [[fold(name), code]];
  });
}

function fold(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
