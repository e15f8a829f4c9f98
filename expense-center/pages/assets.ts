import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { assetsFolder } from './assets-folder.js';

interface Asset {
  /** With a hash of the content: it is kept for good, and a new one has another address. */
  url: string;
  type: string;
  content: Buffer;
}

function asset(name: string, type: string): Asset {
  const content = readFileSync(join(assetsFolder(), name));
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
