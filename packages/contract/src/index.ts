export * from './primitives.ts';
export * from './events.ts';
export * from './submissions.ts';
export * from './lead.ts';
export * from './settings.ts';
export * from './referral.ts';
export * from './delivery.ts';
export * from './problem.ts';
