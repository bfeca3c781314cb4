import { chromium } from './chromium.ts';
import { conditions } from './cases/chapters.ts';
import { playIn } from './scene.ts';

// a file of its own, so that both parts are played at the same time
playIn(chromium, conditions);
