import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { doneNotice } from './done-notice.js';
import type { Shown } from './page-definition.js';
import { Layout } from './parts/layout.js';
import type { Visit } from './visit.js';

export async function sendPage(
  reply: FastifyReply,
  visit: Visit,
  { title, main }: Shown,
): Promise<FastifyReply> {
  const notice = await doneNotice(visit);
  return sendHtml(reply, render(h(Layout, { visit, title, notice }, main)));
}

export function sendHtml(reply: FastifyReply, html: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>${html}`);
}
