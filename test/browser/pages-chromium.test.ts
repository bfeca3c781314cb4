import { chromium } from './chromium.ts';
import { chapters } from './cases/chapters.ts';
import { playIn } from './scene.ts';

playIn(chromium, chapters);
