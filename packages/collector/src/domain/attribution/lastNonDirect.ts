import type { Model } from './model.ts';

/** All of it to the latest touch that was not Direct; where all were, to the latest. */
export const lastNonDirect: Model = (touches) => {
  const credited = touches.findLastIndex(({ isDirect }) => !isDirect);
  const whom = credited === -1 ? touches.length - 1 : credited;
  return touches.map((_, index) => (index === whom ? 1 : 0));
};
