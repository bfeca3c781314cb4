import type { RoutingFacts, Source, Temperature } from '@headwater/contract';
import type { EventBody } from './event.ts';
import { foldHint } from './formWords.ts';
import { isFilledIn } from './formInputs.ts';
import { languageCode } from './language.ts';
import { genuine, type Submission } from './submission.ts';

/** What is stored of the lead itself. */
export type KnownLead = {
  originalSource: Source;
  temperature: Temperature;
  score: number;
  country: string | null;
  segment: string | null;
  account: string | null;
};

/** What is known of its company from other leads. */
export type KnownAccount = Pick<RoutingFacts, 'accountOwner' | 'existingCustomer'>;

/** What the lead said and how it came, oldest first. */
export type Said = {
  submissions: readonly Submission[];
  touches: readonly { body: EventBody; resolved: Source }[];
};

/**
 * What routing looks at: sources of the original source; language, size, industry, specialisation and session
 * from the newest form that has such a field, else from the address of the newest touch that names it.
 */
export function factsOf(lead: KnownLead, account: KnownAccount, said: Said): RoutingFacts {
  const { family, channel, source, campaign } = lead.originalSource;
  const { temperature, score, country, segment } = lead;
  const answers = answersOf(said);
  const language = answers('language');
  const size = answers('companySize');
  return {
    family,
    channel,
    source,
    campaign,
    temperature,
    score,
    country,
    segment,
    language: language === null ? null : (languageCode(language) ?? language.slice(0, 80)),
    companySize: size === null ? null : leastOf(size),
    industry: answers('industry'),
    specialisation: answers('specialisation'),
    eventSession: answers('session') ?? sessionVisited(said),
    account: lead.account,
    ...account,
  };
}

type Question = 'language' | 'companySize' | 'industry' | 'specialisation' | 'session';

/** What fields and parameters are called, folded as fields of forms are. */
const words: Record<Question, string> = {
  language:
    'language, preferred language, lang, locale, sprache, bevorzugte sprache, langue, idioma, lingua, bahasa',
  companySize:
    'company size, companysize, team size, organization size, organisation size, employees, employee count, ' +
    'number of employees, number employees, how many employees, headcount, unternehmensgröße, firmengröße, ' +
    'mitarbeiter, mitarbeiterzahl, mitarbeiteranzahl, anzahl mitarbeiter, teamgröße, taille entreprise, ' +
    'taille l entreprise, effectif, nombre employés, nombre d employés, tamaño empresa, número empleados, ' +
    'empleados, dimensione azienda, numero dipendenti, dipendenti, tamanho empresa, funcionários',
  industry:
    'industry, company industry, sector, industry sector, vertical, branche, industrie, wirtschaftszweig, secteur, ' +
    'secteur activité, secteur d activité, industria, settore, setor, ramo',
  specialisation:
    'specialisation, specialization, speciality, product, product interest, product of interest, service, solution, ' +
    'topic, use case, area of interest, interest, interested in, produkt, produktinteresse, thema, interesse, leistung, ' +
    'lösung, spezialisierung, produit, solution souhaitée, producto, solución, prodotto, produto',
  session:
    'session, session name, event, event name, webinar, webinar name, webinar title, workshop, veranstaltung, ' +
    'seminar, sitzung, événement, atelier, evento, sesión, taller',
};

const questions = new Map(
  (Object.keys(words) as Question[]).flatMap((question) =>
    words[question].split(', ').map((name) => [foldHint(name), question] as const),
  ),
);

const LONGEST_ANSWER = 200;

function answersOf({ submissions, touches }: Said): (question: Question) => string | null {
  const forms = genuine(submissions).map(({ submission }) =>
    'fields' in submission ? Object.entries(submission.fields ?? {}) : [],
  );
  const addresses = touches.map(({ body }) => [...parametersOf(body)]);
  const found = new Map<Question, string>();
  for (const [name, value] of [...forms.toReversed(), ...addresses.toReversed()].flat()) {
    const question = isFilledIn(name) ? undefined : questions.get(foldHint(name));
    const answer = value.trim().slice(0, LONGEST_ANSWER);
    if (question !== undefined && answer !== '' && !found.has(question)) found.set(question, answer);
  }
  return (question) => found.get(question) ?? null;
}

function* parametersOf({ params = {}, url = '' }: EventBody): Generator<[string, string]> {
  yield* Object.entries(params);
  const query = url.indexOf('?');
  if (query !== -1) yield* new URLSearchParams(url.slice(query + 1).replace(/#.*/s, ''));
}

/** The newest webinar or event they came by, by the name of its campaign. */
function sessionVisited({ touches }: Said): string | null {
  const event = touches.findLast(({ resolved }) => resolved.family === 'event');
  if (!event) return null;
  const { campaign, content, source } = event.resolved;
  return event.body.session ?? campaign ?? content ?? source;
}

/** Nobody has more people. */
const MOST_PEOPLE = 10_000_000;

/** The least number that a text about a size admits: 51 of `51-200`, 1000 of `1,000+`, 1 of `under 10`; null without one. */
export function leastOf(text: string): number | null {
  const [, digits, thousand] =
    /(\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+|\d{1,9})(?!\d)\s?(k\b)?/i.exec(text.slice(0, LONGEST_ANSWER)) ??
    [];
  if (digits === undefined) return null;
  const least = Number(digits.replaceAll(/\D/g, '')) * (thousand === undefined ? 1 : 1000);
  return isUpperBound.test(text) ? Math.min(1, least) : Math.min(least, MOST_PEOPLE);
}

const isUpperBound =
  /^\s*(?:<|≤|under|up to|less than|fewer than|unter|bis|weniger als|moins de|jusqu|menos de|meno di)/i;
