import type { Model } from './model.ts';

/** All of it to the latest touch. */
export const last: Model = (touches) => touches.map((_, index) => (index === touches.length - 1 ? 1 : 0));
