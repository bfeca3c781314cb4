import { newReport, origin, timeOrderedId, userAgent } from '../test/process/reports.ts';

/**
 * Writes requests as a browser sends them on a landing, each of a new visitor with a new id, into a prepared
 * text: autocannon's own building of requests costs it more than bare Hono needs to answer them.
 */
export function landingRequests(host: string, site: string): () => Buffer {
  const { ids, body } = newReport(site);
  const [id = ''] = ids;
  const { visitor, sentAt } = JSON.parse(body) as { visitor: string; sentAt: number };
  const head = [
    'POST /v1/collect HTTP/1.1',
    `Host: ${host}`,
    'Connection: keep-alive',
    'Content-Type: text/plain;charset=UTF-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `User-Agent: ${userAgent}`,
    `Origin: ${origin}`,
    `Referer: ${origin}/`,
    'Accept: */*',
    'Accept-Language: en-GB,en;q=0.9',
    'Accept-Encoding: gzip, deflate, br, zstd',
  ];
  const text = `${head.join('\r\n')}\r\n\r\n${body}`;
  const template = Buffer.from(text);
  const idAt = text.indexOf(id);
  const visitorAt = text.indexOf(visitor);
  const times = [...text.matchAll(new RegExp(`:${sentAt}`, 'g'))].map((match) => match.index + 1);

  return () => {
    const request = Buffer.from(template);
    const nowMs = Date.now();
    request.write(timeOrderedId(nowMs), idAt, 'latin1');
    request.write(timeOrderedId(nowMs), visitorAt, 'latin1');
    for (const at of times) request.write(String(nowMs), at, 'latin1');
    return request;
  };
}
