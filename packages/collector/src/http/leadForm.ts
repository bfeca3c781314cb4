import type { Context } from 'hono';

/** Names that forms use for what a lead is made of; everything else is kept in `fields`. */
const known = new Map(
  Object.entries({
    site: 'site',
    submission: 'submission',
    visitor: 'visitor',
    ref: 'ref',
    email: 'email',
    mail: 'email',
    emailaddress: 'email',
    name: 'name',
    fullname: 'name',
    company: 'company',
    organization: 'company',
    organisation: 'company',
    phone: 'phone',
    tel: 'phone',
    telephone: 'phone',
    linkedin: 'linkedin',
    message: 'message',
    comments: 'message',
    heardfrom: 'heardFrom',
    country: 'country',
    hwhoneypot: 'honeypot',
  }),
);

const fold = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

/** What a form without JavaScript sent, in the shape of a JSON submission, and where it wants to land. */
export function readLeadForm(
  c: Context,
  fields: [string, string][],
): { body: unknown; redirect: string | null } {
  // maps, because a field may be called `constructor`
  const lead = new Map<string, string>();
  const rest = new Map<string, string>();
  let redirect: string | null = null;
  for (const [name, value] of fields) {
    if (value === '') continue;
    const key = known.get(fold(name));
    if (name === 'redirect') redirect ??= value;
    else if (key === undefined || (key === 'country' && value.length !== 2)) setFirst(rest, name, value);
    else setFirst(lead, key, value);
  }
  const name = lead.get('name') ?? fullName(rest);
  const form = { url: c.req.header('Referer'), name: rest.get('form'), id: rest.get('form_id') };
  const body = { ...Object.fromEntries(lead), ...(name && { name }), fields: Object.fromEntries(rest), form };
  return { body, redirect };
}

function setFirst(fields: Map<string, string>, name: string, value: string): void {
  if (!fields.has(name)) fields.set(name, value);
}

function fullName(fields: Map<string, string>): string | undefined {
  const part = (...names: string[]): string | undefined =>
    [...fields].find(([name]) => names.includes(fold(name)))?.[1];
  return [part('firstname', 'fname'), part('lastname', 'lname')].filter(Boolean).join(' ') || undefined;
}
