import { useEffect, useRef, useState } from 'preact/hooks';

/** Says to those who listen what `newsSince` finds between one value and the next. */
export function Announcer<Value>({
  value,
  newsSince,
}: {
  value: Value;
  newsSince: (before: Value, after: Value) => string[];
}) {
  const before = useRef(value);
  const [news, setNews] = useState('');
  useEffect(() => {
    const sentences = newsSince(before.current, value);
    before.current = value;
    if (sentences.length > 0) setNews(sentences.join(' '));
  }, [value]);
  return (
    <p class="unseen" aria-live="polite">
      {news}
    </p>
  );
}
