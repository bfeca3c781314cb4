import { describe, expect, it } from 'vitest';
import { settingsSchemas } from '@headwater/contract';
import type { Family, SettingsName, Temperature } from '@headwater/contract';
import { defaultSettings } from './defaults.ts';
import { routeLead } from './routing.ts';
import { draft, team } from './routing.samples.ts';

describe('default settings', () => {
  it.each(Object.keys(settingsSchemas) as SettingsName[])('%s pass their own schema unchanged', (name) => {
    expect(settingsSchemas[name].parse(defaultSettings[name])).toEqual(defaultSettings[name]);
  });

  it('give no two score rules of one kind the same name', () => {
    const names = defaultSettings.scoring.rules.map((rule) => `${rule.on} ${rule.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('cannot make a lead warm by reading alone', () => {
    const { caps, neutralFit, warmFrom } = defaultSettings.scoring;
    expect(caps.pages + neutralFit).toBeLessThan(warmFrom);
  });

  it.each<[Temperature, Family, string, number]>([
    ['hot', 'partnership', 'Hot referrals', 5],
    ['hot', 'outbound', 'Hot leads', 5],
    ['hot', 'event', 'Hot leads', 5],
    ['warm', 'partnership', 'Referrals', 240],
    ['warm', 'event', 'Webinar and event leads', 240],
    ['warm', 'outbound', 'Cold outbound', 480],
    ['warm', 'paid', 'All other leads', 480],
    ['cold', null, 'All other leads', 480],
  ])('a %s lead of family %s goes by %s, %i minutes', (temperature, family, rule, deadlineMinutes) => {
    const route = routeLead(draft({ temperature, family }), defaultSettings.routing, team([]));
    expect(route).toMatchObject({ rule, deadlineMinutes, channel: '#leads', owner: null });
    expect(route.qualifyFirst).toBe(rule === 'Cold outbound');
  });

  it('give referrals to the most experienced as soon as people are named', () => {
    const people = team([
      { slackUser: 'UANNA', experience: 3 },
      { slackUser: 'UBEN', experience: 12 },
    ]);
    for (const temperature of ['hot', 'warm'] as const) {
      const facts = draft({ temperature, family: 'partnership' });
      expect(routeLead(facts, defaultSettings.routing, people).owner).toBe('UBEN');
    }
  });

  it('say which session an event lead came from', () => {
    const facts = draft({ temperature: 'warm', family: 'event', eventSession: 'Pipelines in May' });
    const { because } = routeLead(facts, defaultSettings.routing, team([]));
    expect(because).toBe('family is event; session “Pipelines in May”');
  });
});
