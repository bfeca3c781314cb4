import { webkit } from './webkit.ts';
import { chapters } from './cases/chapters.ts';
import { playIn } from './scene.ts';

playIn(webkit, chapters);
