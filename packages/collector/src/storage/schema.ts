import type {
  BuyingRole,
  DeliveryKind,
  FollowUpKind,
  FollowUpOutcome,
  ReferralState,
  Stage,
  Temperature,
} from '@headwater/contract';
import type { DeliveryId, LeadId, ReferralId } from '../ids.ts';
import type { CourseTables } from './courseTables.ts';
import type { JourneyTables } from './journeyTables.ts';
import type { QualificationTables } from './qualificationTables.ts';
import type { RewardTables } from './rewardTables.ts';
import type { SpendTable } from './spend.ts';
import type { SourceTables } from './sourceTables.ts';
import type { WarningTables } from './warningTables.ts';
import type { VisitorTables } from './visitorTables.ts';

/** 0 or 1: the portable boolean. */
type Flag = 0 | 1;
/** Epoch milliseconds. */
type Ms = number;
/** JSON as text; parsed by the storage function that reads it. */
type Json = string;

export type SitesTable = {
  key: string;
  name: string;
  origins: Json;
  filter_bots: Flag;
  created_at: Ms;
  first_hit_at: Ms | null;
};

export type ApiKeysTable = {
  hash: string;
  name: string;
  role: string;
  created_at: Ms;
};

/** One row a version; the newest counts, the others are the change log. */
export type SettingsTable = {
  name: string;
  version: number;
  value: Json;
  changed_at: Ms;
  changed_by: string;
};

/** Everything that was reported, as it arrived: the raw input that projections are made from. */
export type EventsTable = {
  id: string;
  site: string | null;
  visitor: string | null;
  /** Set on touches entered for a lead; what a website reports is joined through the visitor. */
  lead_id: LeadId | null;
  kind: string;
  at: Ms;
  sent_at: Ms | null;
  received_at: Ms;
  body: Json;
};

export type LeadsTable = {
  id: LeadId;
  email: string | null;
  name: string | null;
  company: string | null;
  phone: string | null;
  linkedin: string | null;
  country: string | null;
  account: string | null;
  heard_from: string | null;
  segment: string | null;
  stage: Stage;
  score: number;
  score_lines: Json;
  temperature: Temperature;
  temperature_reasons: Json;
  original_source: Json;
  latest_source: Json;
  /** Of the original source, for filters. */
  source: string | null;
  channel: string;
  family: string | null;
  owner: string | null;
  assignment: Json | null;
  /** Who should act by the assignment. */
  assignee: string | null;
  flags: Json;
  junk: Flag;
  /** How the lead was announced in Slack so far; `burst`: as hot, in a digest of many hot ones. */
  announced: 'card' | 'burst' | 'digest' | null;
  /** Where its card stands in Slack. */
  card: Json | null;
  /** The person to whom its card was owed, or the channel it went to instead; null: that of the assignment. */
  card_place: string | null;
  /** What they are to a purchase. */
  role: BuyingRole;
  /** A digest of what the card shows of submissions and journey, to notice a change. */
  shown: string | null;
  /** The last thing the lead did, in words, and when. */
  last_act: string | null;
  last_act_at: Ms | null;
  /** The digest that lists it, the latest. */
  digest: DeliveryId | null;
  merged_into: LeadId | null;
  /** Why nobody is reminded of it, and who said so. */
  snooze: Json | null;
  snoozed_until: Ms | null;
  created_at: Ms;
};

/** `mailbox`: the plain spelling of an address that is written in another one. */
export type LeadIdentitiesTable = { kind: string; value: string; lead_id: LeadId; mailbox: string | null };

export type LeadVisitorsTable = { visitor: string; lead_id: LeadId };

export type SubmissionsTable = {
  id: string;
  lead_id: LeadId;
  site: string | null;
  via: string;
  received_at: Ms;
  body: Json;
};

export type StageChangesTable = {
  id: string;
  lead_id: LeadId;
  stage: Stage;
  at: Ms;
  actor: string | null;
  body: Json;
};

export type HistoryTable = {
  id: string;
  lead_id: LeadId;
  at: Ms;
  kind: string;
  actor: string | null;
  recipient: string | null;
  note: string | null;
};

export type FollowUpsTable = {
  id: string;
  lead_id: LeadId;
  kind: FollowUpKind;
  outcome: FollowUpOutcome;
  note: string | null;
  at: Ms;
  actor: string;
};

/** How quickly people responded to a lead. Working time is that of whoever did. */
export type ResponsesTable = {
  lead_id: LeadId;
  announced_at: Ms;
  deadline_at: Ms | null;
  claimed_at: Ms | null;
  claimed_by: string | null;
  claim_working_ms: number | null;
  followed_up_at: Ms | null;
  follow_up_working_ms: number | null;
};

export type PoolTurnsTable = { pool: string; turn: number };

/** What each routing decision was made by, so that other rules can be tried on it. */
export type RoutingsTable = { id: string; lead_id: LeadId; at: Ms; facts: Json };

export type AccountsTable = { domain: string; owner: string | null; created_at: Ms };

export type DeliveriesTable = {
  id: DeliveryId;
  kind: DeliveryKind;
  /** 0 before 1 before 2: hot leads first. */
  priority: number;
  lead_id: LeadId | null;
  channel: string;
  payload: Json;
  attempt: number;
  due_at: Ms;
  lease_until: Ms | null;
  first_attempt_at: Ms | null;
  done_at: Ms | null;
  dead_at: Ms | null;
  error: string | null;
  created_at: Ms;
  /** The process that leased it last, where it gave its name. */
  bot: string | null;
  /** Where the message stands. */
  ref: Json | null;
  /** digest_update: the digest to be drawn anew. */
  digest: DeliveryId | null;
};

export type TimersTable = { id: string; kind: string; due_at: Ms; payload: Json };

/** Whose codes and referrals: each kind of referrer has a programme. */
export type Program = 'customer' | 'employee' | 'partner';

/** A digest that was sent: one a period. */
export type DigestsSentTable = { kind: string; recipient: string; period: string; sent_at: Ms };

/** What Slack refuses the app, one row each. */
export type SlackProblemsTable = {
  error: string;
  about: string;
  method: string | null;
  first_at: Ms;
  last_at: Ms;
};

export type ReferralsTable = {
  id: ReferralId;
  submission: string;
  program: Program;
  referrer: string;
  lead_id: LeadId;
  state: ReferralState;
  reason: string | null;
  name: string;
  /** Empty where none was named. */
  company: string;
  body: Json;
  /** What was decided as it came; where that is `submitted`, its state follows its lead. */
  judged: ReferralState;
  created_at: Ms;
  updated_at: Ms;
};

export type CodesTable = {
  code: string;
  program: Program;
  referrer: string;
  /** By which the referrer is shown to those they share their link with. */
  name: string | null;
  landing_url: string | null;
  clicks: number;
  created_at: Ms;
};

export type Schema = {
  sites: SitesTable;
  api_keys: ApiKeysTable;
  settings: SettingsTable;
  events: EventsTable;
  leads: LeadsTable;
  lead_identities: LeadIdentitiesTable;
  lead_visitors: LeadVisitorsTable;
  submissions: SubmissionsTable;
  stage_changes: StageChangesTable;
  history: HistoryTable;
  follow_ups: FollowUpsTable;
  responses: ResponsesTable;
  pool_turns: PoolTurnsTable;
  routings: RoutingsTable;
  accounts: AccountsTable;
  deliveries: DeliveriesTable;
  timers: TimersTable;
  digests_sent: DigestsSentTable;
  slack_problems: SlackProblemsTable;
  referrals: ReferralsTable;
  codes: CodesTable;
  spend: SpendTable;
} & CourseTables &
  JourneyTables &
  QualificationTables &
  RewardTables &
  SourceTables &
  VisitorTables &
  WarningTables;
