import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** The dashboard and the demo page, as Vite built them into `root`. Hashed assets never change. */
export function pageRoutes(root: string) {
  return new Hono()
    .use(
      secureHeaders({
        contentSecurityPolicy: {
          defaultSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
        },
        // under no-referrer a form without JavaScript says `Origin: null`, which is refused
        referrerPolicy: 'strict-origin-when-cross-origin',
        strictTransportSecurity: false,
      }),
    )
    .use(async (c, next) => {
      await next();
      // here and not in onFound, which comes after the answer was made
      if (c.res.ok) c.header('Cache-Control', cacheControl(c.req.path));
    })
    .use(serveStatic({ root }));
}

const cacheControl = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
