import type { PublicCode } from '@headwater/contract';
import { Form } from './Form.tsx';
import { Frame } from './Frame.tsx';
import { written, type Host } from './host.ts';
import { say } from './languages.ts';
import { codeOf, friendFields, referralBody } from './referral.ts';
import { Share } from './Share.tsx';

/** `<hw-referral>`: who refers, whom, and thanks. */
export function Referral({ host }: { host: Host }) {
  const { words, code, friend = '' } = host;
  return (
    <Frame
      host={host}
      heading={written(host, 'heading', words.referHeading)}
      thanks={say(words.referThanks, friend)}
      again={words.another}
    >
      {code ? <Refer host={host} code={code} /> : <Code host={host} />}
    </Frame>
  );
}

function Code({ host }: { host: Host }) {
  const { words, place, element } = host;
  return (
    <Form
      host={host}
      fields={[{ name: 'code', label: words.code, isRequired: true, value: codeOf(element) }]}
      button={words.next}
      request={({ code = '' }) => [`codes/${encodeURIComponent(code.trim())}?site=${place.site}`]}
      next={(code) => ({ code: code as PublicCode })}
    />
  );
}

function Refer({ host, code: { code, name, link } }: { host: Host; code: PublicCode }) {
  const { words, place } = host;
  return (
    <>
      {name && <p>{say(words.greeting, name)}</p>}
      <Share host={host} link={link} />
      <h3>{words.introduce}</h3>
      <p class="quiet">{words.askFirst}</p>
      <Form
        host={host}
        fields={friendFields(words)}
        button={written(host, 'button', words.refer)}
        request={(values, submission) => ['referrals', referralBody(place.site, code, values, submission)]}
        next={(_, { name: friend = '' }) => ({ isDone: true, friend })}
      />
    </>
  );
}
