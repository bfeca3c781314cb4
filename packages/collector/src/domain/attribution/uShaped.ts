import type { Model } from './model.ts';

/** 40 % each to the first and the last touch, 20 % spread over what is between; of two touches half each. */
export const uShaped: Model = (touches) => {
  const { length } = touches;
  if (length <= 2) return touches.map(() => 1 / length);
  return touches.map((_, index) => (index === 0 || index === length - 1 ? 0.4 : 0.2 / (length - 2)));
};
