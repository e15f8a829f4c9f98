import type { FastifyReply, FastifyRequest } from 'fastify';

/** Of letters, digits, "_" and "-" alone, which need no quoting: tokens and languages. */
const valueForm = /^[\w-]{1,200}$/;

/** What the browser sent under a name; undefined for what was never set by us. */
export function readCookie({ headers }: FastifyRequest, name: string): string | undefined {
  const start = `${name}=`;
  const found = (headers.cookie ?? '').split('; ').find((each) => each.startsWith(start));
  const value = found?.slice(start.length);
  return value !== undefined && valueForm.test(value) ? value : undefined;
}

/**
 * For all our pages and no script, and never sent along from another site's page.
 * @param seconds how long it is kept; 0 takes it away, without it it goes with the browser
 */
export function setCookie(
  { protocol }: FastifyRequest,
  reply: FastifyReply,
  { name, value, seconds }: { name: string; value: string; seconds?: number },
): void {
  const parts = [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    ...(protocol === 'https' ? ['Secure'] : []),
    ...(seconds === undefined ? [] : [`Max-Age=${seconds}`]),
  ];
  reply.header('set-cookie', parts.join('; '));
}
