import { Frame } from './Frame.tsx';
import { tell, written, type Host } from './host.ts';
import { choicesOf, rememberAsked, type Choice } from './survey.ts';
import { tellSnippet } from './visitor.ts';

/** `<hw-survey>`: one question, once. */
export function Survey({ host }: { host: Host }) {
  const { element, words, show } = host;
  const survey = written(host, 'survey');
  const give = ({ answer, segment }: Choice): void => {
    tellSnippet('event', 'survey', { survey, answer, segment });
    rememberAsked(survey);
    show({ isDone: true }, 'h2');
    tell(host, 'sent', { survey, segment });
  };
  return (
    <Frame host={host} heading={written(host, 'question', survey)} thanks={words.surveyThanks}>
      <div class="choices" role="group" aria-labelledby="heading">
        {choicesOf(element).map((choice) => (
          <button type="button" onClick={() => give(choice)}>
            {choice.answer}
          </button>
        ))}
      </div>
    </Frame>
  );
}
