const columns = 'id, site, visitor, lead_id, kind, at, sent_at, received_at, body';

/**
 * Inserts events; gives the ids that were new, and the leads that are known by a visitor of these events.
 * Its one parameter is the rows as JSON, the cheapest way to hand over many.
 */
export const storeEventsSql = `with sent as (
    select ${columns} from json_to_recordset($1::json) as sent (id text, site text, visitor text,
      lead_id text, kind text, at bigint, sent_at bigint, received_at bigint, body text)),
  fresh as (
    insert into events (${columns}) select * from sent on conflict (id) do nothing returning id)
  select id, null as lead_id from fresh
  union all select null, lead_id from lead_visitors where visitor in (select visitor from sent)`;
