import { chromium } from './chromium.ts';
import { visits } from './cases/chapters.ts';
import { playIn } from './scene.ts';

playIn(chromium, visits);
