import { Form } from './Form.tsx';
import { Frame } from './Frame.tsx';
import { written, type Host } from './host.ts';
import { leadBody, leadFields } from './lead.ts';

/** `<hw-form>`: who somebody is and what they want. */
export function LeadForm({ host }: { host: Host }) {
  const { words } = host;
  const consent = written(host, 'consent');
  return (
    <Frame host={host} heading={written(host, 'heading', words.leadHeading)} thanks={words.leadThanks}>
      <Form
        host={host}
        fields={leadFields(written(host, 'fields', 'name,email,company,message'), words)}
        button={written(host, 'button', words.send)}
        request={(values, submission) => ['leads', leadBody(host, values, submission)]}
        next={() => ({ isDone: true })}
      >
        {consent && (
          <label class="consent">
            <input type="checkbox" name="consent" />
            <span>{consent}</span>
          </label>
        )}
      </Form>
    </Frame>
  );
}
