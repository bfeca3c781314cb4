import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';

/** What all answers that are kept may take. */
const MOST_BYTES = 32 * 1024 * 1024;
/** About what an answer of nothing takes with its key and its place. */
const EACH_BYTES = 512;

export type KeptAnswers = {
  /** The answer to a question; undefined where none is kept. */
  of: (question: string) => unknown;
  keep: (question: string, answer: unknown) => void;
  forget: () => void;
};

/**
 * Answers by their questions, in so many bytes. The one that nobody asked for the longest goes first, and one that is
 * too large by itself is not kept. They are kept as bytes, since nobody can say how large an object is; questions by
 * their digest, since those about money say every cost.
 */
export function createKeptAnswers(mostBytes = MOST_BYTES): KeptAnswers {
  const answers = new Map<string, Buffer>();
  let size = 0;
  const drop = (key: string): void => {
    const known = answers.get(key);
    if (known && answers.delete(key)) size -= sizeOf(known);
  };
  const put = (key: string, bytes: Buffer): void => {
    drop(key);
    answers.set(key, bytes);
    size += sizeOf(bytes);
  };
  return {
    of: (question) => {
      const key = digest(question);
      const bytes = answers.get(key);
      if (!bytes) return undefined;
      put(key, bytes);
      return deserialize(bytes);
    },
    keep: (question, answer) => {
      const bytes = serialize(answer);
      if (sizeOf(bytes) > mostBytes) return;
      put(digest(question), bytes);
      for (const oldest of answers.keys()) {
        if (size <= mostBytes) return;
        drop(oldest);
      }
    },
    forget: () => {
      answers.clear();
      size = 0;
    },
  };
}

const sizeOf = ({ byteLength }: Buffer): number => byteLength + EACH_BYTES;

const digest = (question: string): string => createHash('sha256').update(question).digest('base64');
