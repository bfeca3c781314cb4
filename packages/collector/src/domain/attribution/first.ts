import type { Model } from './model.ts';

/** All of it to the earliest touch. */
export const first: Model = (touches) => touches.map((_, index) => (index === 0 ? 1 : 0));
