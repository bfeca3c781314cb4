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
    .use(
      serveStatic({
        root,
        onFound: (path, c) => {
          const isHashed = path.includes('/assets/');
          c.header('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      }),
    );
}
