import type { Context } from 'hono';

/** Names that forms use for what a lead is made of; everything else is kept in `fields`. */
const known: Record<string, string> = {
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
};

const fold = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

/** What a form without JavaScript sent, in the shape of a JSON submission, and where it wants to land. */
export function readLeadForm(
  c: Context,
  fields: [string, string][],
): { body: unknown; redirect: string | null } {
  const lead: Record<string, string> = {};
  const rest: Record<string, string> = {};
  let redirect: string | null = null;
  for (const [name, value] of fields) {
    const key = known[fold(name)];
    if (value === '') continue;
    if (name === 'redirect') redirect ??= value;
    else if (key === undefined) rest[name] ??= value;
    else lead[key] ??= value;
  }
  const name = lead['name'] ?? fullName(rest);
  const form = { url: c.req.header('Referer'), name: rest['form'], id: rest['form_id'] };
  return { body: { ...lead, ...(name && { name }), fields: rest, form }, redirect };
}

function fullName(fields: Record<string, string>): string | undefined {
  const part = (...names: string[]): string | undefined =>
    Object.entries(fields).find(([name]) => names.includes(fold(name)))?.[1];
  return [part('firstname', 'fname'), part('lastname', 'lname')].filter(Boolean).join(' ') || undefined;
}
