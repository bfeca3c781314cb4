/**
 * Brings a text to the form in which spellings are compared: NFKC, escapes that survived decoded,
 * lower case, white space single and trimmed. Never throws.
 */
export function foldText(text: string): string {
  if (/^[a-z0-9._-]*$/.test(text)) return text;
  if (/^[ -$&-*,-~]*$/.test(text)) return text.toLowerCase().replace(/ +/g, ' ').trim();
  return decodeSurvivors(text.normalize('NFKC'))
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/(?<=[^\s+])\+(?=[^\s+])/g, ' ')
    .trim();
}

/** Percent-decodes what can be decoded and leaves the rest as it is: `%E0%A4%A` stays. */
export function decodeTolerantly(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** What spellings have in common: separators are one, so `linked_in`, `Linked In` and `linked-in` are equal. */
export function matchKey(folded: string): string {
  return folded.replace(/[\s_.\p{Pd}]+/gu, '-').replace(/^-+|-+$/g, '');
}

/** A loop, because the expression for it takes the square of the time on a text of dots. */
export function withoutTrailingDots(text: string): string {
  let end = text.length;
  while (text[end - 1] === '.') end -= 1;
  return text.slice(0, end);
}

/** Reduces an address to its host: `https://www.acme.com/blog` to `acme.com`. Other text stays. */
export function stripAddress(folded: string): string {
  const scheme = /^(?:[a-z][a-z0-9+.-]*:)?\/\//.exec(folded);
  if (!scheme && !/^[^\s/]+\.[^\s/]+[/?#]/.test(folded)) return stripWww(withoutTrailingDots(folded));
  const [authority = ''] = folded.slice(scheme?.[0].length ?? 0).split(/[/?#\\]/, 1);
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  return stripWww(withoutTrailingDots(host));
}

/** The hosts above a host, the nearest first: `a.b.c` gives `b.c` and `c`. */
export function parentsOf(host: string): string[] {
  const parents: string[] = [];
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1))
    parents.push(host.slice(dot + 1));
  return parents;
}

function stripWww(host: string): string {
  return host.replace(/^(?:www\d?\.)+(?=.)/, '');
}

/** Nested escapes (`%2520`) lose their layers, so that folding twice changes nothing. */
function decodeSurvivors(text: string): string {
  let current = text;
  while (current.includes('%')) {
    const decoded = decodeTolerantly(current.replace(/%(?:25)+/g, '%'));
    if (decoded === current) break;
    current = decoded;
  }
  return current;
}
