const columns = 'id, site, visitor, lead_id, kind, at, sent_at, received_at, body';

/**
 * Inserts events, and sees to it that the leads known by their visitors are looked at again. Gives the ids
 * that were new, and those leads. Its parameters are the rows as JSON, the cheapest way to hand over many, and
 * the time in epoch milliseconds. The timer is the one of timer.ts.
 */
export const storeEventsSql = `with sent as (
    select ${columns} from json_to_recordset($1::json) as sent (id text, site text, visitor text,
      lead_id text, kind text, at bigint, sent_at bigint, received_at bigint, body text)),
  fresh as (
    insert into events (${columns}) select * from sent on conflict (id) do nothing returning id),
  known as (select distinct lead_id from lead_visitors where visitor in (select visitor from sent)),
  timer as (
    insert into timers (id, kind, due_at, payload)
    select 'refresh_lead:' || lead_id, 'refresh_lead', $2::bigint,
      '{"kind":"refresh_lead","leadId":"' || lead_id || '"}' from known order by lead_id
    on conflict (id) do update set due_at = excluded.due_at where timers.due_at > excluded.due_at)
  select id, null as lead_id from fresh union all select null, lead_id from known`;
