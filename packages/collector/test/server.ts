import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own on a server, made like another one. */
export async function newOnServer(
  server: string,
  template: string,
): Promise<{ name: string; url: string; remove: () => Promise<void> }> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await run(server, `create database ${name} template ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.href, remove: () => run(server, `drop database ${name} with (force)`) };
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
