import { AxeBuilder } from '@axe-core/playwright';
import type { FastifyInstance } from 'fastify';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { chromiumArguments, findChromium } from '../../embedded/find-chromium.js';
import { buildExpenseCenter, type ExpenseCenterOptions } from '../../expense-center/server.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import type { Role } from '../../ledger/documents.js';
import { newSecret } from './tokens.js';

/** The pages on a server of their own, and a real browser that looks at them. */
export interface PagesSystem {
  /** A visitor who has signed in; what is wrong in a page fails `close`. */
  visit: (who: { account?: string; role: Role; language?: 'en' | 'zh' }) => Promise<Visitor>;
  stop: () => Promise<void>;
}

export interface Visitor {
  page: Page;
  go: (path: string) => Promise<number>;
  /** What axe finds of serious or critical impact, a line each. */
  axe: () => Promise<string[]>;
  /** What the console and the page said of errors. */
  errors: string[];
  close: () => Promise<void>;
}

/** Pages are here in a tenth of a second; what is waited for longer does not come. */
const waitMs = 10_000;
const temporalUi = { url: 'http://temporal.example', namespace: 'default' };

export async function startPages(
  ledger: Ledger,
  options: Pick<ExpenseCenterOptions, 'resolveCharge'> = {},
): Promise<PagesSystem> {
  const app = await buildExpenseCenter({
    ledger,
    requestsPerMinute: 100_000,
    temporalUi,
    ...options,
  });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...chromiumArguments],
  });
  return {
    visit: (who) => signIn({ ledger, browser, origin }, who),
    stop: () => stopAll(app, browser),
  };
}

async function stopAll(app: FastifyInstance, browser: Browser): Promise<void> {
  await browser.close();
  await app.close();
}

async function signIn(
  { ledger, browser, origin }: { ledger: Ledger; browser: Browser; origin: string },
  { account, role, language = 'en' }: { account?: string; role: Role; language?: 'en' | 'zh' },
): Promise<Visitor> {
  const secret = await newSecret(ledger, { account, role });
  const context = await browser.newContext({ baseURL: origin });
  await context.addCookies([{ name: 'settle-language', value: language, url: origin }]);
  context.setDefaultTimeout(waitMs);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto('/sign-in');
  await page.locator('#token').fill(secret);
  await page.locator('main button').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  return visitorOf(context, page, errors);
}

function visitorOf(context: BrowserContext, page: Page, errors: string[]): Visitor {
  return {
    page,
    errors,
    async go(path) {
      const answer = await page.goto(path);
      return answer?.status() ?? 0;
    },
    async axe() {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    },
    close: () => context.close(),
  };
}
