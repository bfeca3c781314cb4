import { describe, expect, it } from 'vitest';
import { messages as german } from './de.ts';
import { messages as english } from './en.ts';
import { messages as spanish } from './es.ts';
import { messages as french } from './fr.ts';
import { messages as indonesian } from './id.ts';
import { messages as korean } from './ko.ts';
import { messages as russian } from './ru.ts';

describe.each([german, spanish, french, indonesian, korean, russian])('the messages in $lang', (messages) => {
  it('say what the English ones say, each with something to say', () => {
    expect(Object.keys(messages)).toEqual(Object.keys(english));
    for (const sentence of Object.values(messages)) expect(sentence).toMatch(/\S/);
  });

  it('leave room for a value where the English ones do', () => {
    const withRoom = (all: object) =>
      Object.entries(all)
        .filter(([, sentence]) => String(sentence).includes('{}'))
        .map(([key]) => key);
    expect(withRoom(messages)).toEqual(withRoom(english));
  });
});
