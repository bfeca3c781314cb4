import { firefox } from './firefox.ts';
import { chapters } from './cases/chapters.ts';
import { playIn } from './scene.ts';

playIn(firefox, chapters);
