import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

interface Asset {
  /** With a hash of the content: it is kept for good, and a new one has another address. */
  url: string;
  type: string;
  content: Buffer;
}

/** Beside the source; what is compiled stands in dist/ and finds it from there. */
const folders = ['assets', '../../../expense-center/pages/assets'].map((each) =>
  join(__dirname, each),
);

function asset(name: string, type: string): Asset {
  const file = folders.map((folder) => join(folder, name)).find((each) => existsSync(each));
  if (file === undefined) throw new Error(`no ${name} in ${folders.join(' or ')}`);
  const content = readFileSync(file);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  return { url: `/assets/${hash}/${name}`, type, content };
}

export const stylesheet = asset('style.css', 'text/css; charset=utf-8');
export const icon = asset('icon.svg', 'image/svg+xml');

export function addAssets(app: FastifyInstance): void {
  for (const { url, type, content } of [stylesheet, icon])
    app.get(url, { schema: { hide: true } }, (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(content),
    );
}
