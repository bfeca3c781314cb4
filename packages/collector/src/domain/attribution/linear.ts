import type { Model } from './model.ts';

/** The same to each touch; who came twice the same way counts twice. */
export const linear: Model = (touches) => touches.map(() => 1 / touches.length);
