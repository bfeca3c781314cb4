import { home, problem, type Absence, type Home, type NotifyWindow } from '@headwater/contract';
import { CollectorError, type Answer, type CollectorHttp } from './collector-http.ts';

/** `refused`: what the collector objects to, field by field. */
export type Changed =
  | { outcome: 'changed' }
  | { outcome: 'refused'; errors: { path: string; message: string }[] };

/** What the Home asks of the collector; every change is made in the name of `by`, whose rights count. */
export type HomeCalls = {
  home: (slackUser: string) => Promise<Home>;
  addAbsence: (slackUser: string, absence: Absence, by: string) => Promise<Changed>;
  removeAbsence: (slackUser: string, days: { from: string; until: string }, by: string) => Promise<Changed>;
  setNotify: (slackUser: string, notify: NotifyWindow | null, by: string) => Promise<Changed>;
  setPoolMembers: (pool: string, members: string[], by: string) => Promise<Changed>;
};

/** Each change made twice is one, so an unclear answer is asked for again. */
export function homeCalls(http: CollectorHttp): HomeCalls {
  const person = (slackUser: string, what: string): string =>
    `/v1/people/${encodeURIComponent(slackUser)}/${what}`;
  const change = async (method: string, path: string, body: object): Promise<Changed> =>
    toChanged(await http.insist(method, path, body));

  return {
    async home(slackUser) {
      const { body } = await http.ask('GET', `/v1/home?slackUser=${encodeURIComponent(slackUser)}`);
      return asAgreed(home.safeParse(body));
    },
    addAbsence: (slackUser, absence, by) => change('PUT', person(slackUser, 'absences'), { ...absence, by }),
    removeAbsence: (slackUser, days, by) => change('DELETE', person(slackUser, 'absences'), { ...days, by }),
    setNotify: (slackUser, notify, by) => change('PUT', person(slackUser, 'notify'), { notify, by }),
    setPoolMembers: (pool, members, by) =>
      change('PUT', `/v1/pools/${encodeURIComponent(pool)}/members`, { members, by }),
  };
}

function toChanged({ status, body }: Answer): Changed {
  if (status < 300) return { outcome: 'changed' };
  const { errors, detail } = asAgreed(problem.safeParse(body));
  return { outcome: 'refused', errors: errors.length > 0 ? errors : [{ path: '', message: detail }] };
}

function asAgreed<Shape>(result: { success: true; data: Shape } | { success: false }): Shape {
  if (!result.success) throw new CollectorError('the answer has another shape than agreed');
  return result.data;
}
