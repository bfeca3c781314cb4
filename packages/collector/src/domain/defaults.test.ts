import { describe, expect, it } from 'vitest';
import { settingsSchemas } from '@headwater/contract';
import type { Family, SettingsName, Temperature } from '@headwater/contract';
import { defaultSettings } from './defaults.ts';
import { routeLead } from './routing.ts';

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
    ['hot', 'partnership', 'Hot leads', 5],
    ['warm', 'partnership', 'Referrals', 240],
    ['warm', 'event', 'Webinar and event leads', 240],
    ['warm', 'paid', 'All other leads', 480],
    ['cold', null, 'All other leads', 480],
  ])('a %s lead of family %s goes by %s, %i minutes', (temperature, family, rule, deadlineMinutes) => {
    const facts = {
      temperature,
      family,
      channel: '',
      source: null,
      score: 0,
      country: null,
      accountOwner: null,
    };
    const route = routeLead(facts, defaultSettings.routing, () => 0);
    expect(route).toMatchObject({ rule, deadlineMinutes, channel: '#leads', pool: null, owner: null });
  });
});
