import { z } from 'zod';
import type { ArrearsCourse } from '../domain/arrears-course.js';
import type { GiftTiers } from '../domain/card-purchase.js';
import { arrearsCourseOf, arrearsSettings } from './arrears-course.js';
import { ConfigurationError } from './configuration-error.js';
import { giftTiers } from './gift-tiers.js';
import { demoProducts, type MarketplaceProduct } from './marketplace-products.js';
import { messagingOf, messagingSettings, type Messaging } from './messaging.js';

export { ConfigurationError } from './configuration-error.js';

const endpoint = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .optional();

function wholeNumber(from: number, to: number): z.ZodCoercedNumber {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number(error).int(error).min(from, error).max(to, error);
}

const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

/** Everything the environment sets, read once, here. */
const environment = z.object({
  MONGODB_URI: z.string().optional(),
  MONGODB_DATABASE: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,63}$/, 'must be 1 to 63 letters, digits, _ or -')
    .default('settlement'),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: z.enum(['true', 'false', '1', '0'], 'must be true or false').optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
  COHORT_SIZE: wholeNumber(1, 1000).default(200),
  COHORTS_AT_ONCE: wholeNumber(1, 200).default(8),
  EXPECTED_SITES: z.string().default(''),
  CNY_ZONE: z.string().default('Asia/Shanghai'),
  USD_ZONE: z.string().default('UTC'),
  CARD_GIFT_TIERS: giftTiers,
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('WARN'),
  AWS_MARKETPLACE_ENDPOINT: endpoint,
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_REGION: z.string().optional(),
  ALIBABA_CLOUD_MARKET_ENDPOINT: endpoint,
  ALIBABA_CLOUD_ACCESS_KEY_ID: z.string().optional(),
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: z.string().optional(),
  HUAWEI_CLOUD_MARKET_ENDPOINT: endpoint,
  HUAWEI_CLOUD_MARKET_KEY: z.string().optional(),
  EXPENSE_CENTER_HOST: z.string().min(1).default('127.0.0.1'),
  EXPENSE_CENTER_PORT: wholeNumber(0, 65_535).default(8088),
  PAYMENT_NOTICE_SECRET: z.string().min(16, 'must be 16 characters or more').optional(),
  MARKETPLACE_PRODUCTS: z.string().optional(),
  MARKETPLACE_TIMEOUT_MS: wholeNumber(100, 14_000).default(10_000),
  TEMPORAL_DEPLOYMENT_NAME: z.string().optional(),
  TEMPORAL_WORKER_BUILD_ID: z.string().optional(),
  ...messagingSettings,
  ...arrearsSettings,
});

const products = z.array(
  z.strictObject({
    provider: z.enum(['aws', 'alibaba-cloud', 'huawei-cloud']),
    currency: z.enum(['CNY', 'USD']),
    region: z.string().min(1),
    dimension: z.string().min(1),
  }),
);

/** How a vendor is reached: an address in place of his own, and our credentials. */
export interface MarketplaceAccess {
  endpoint?: string;
  keyId?: string;
  secret?: string;
  sessionToken?: string;
}

export interface Marketplaces {
  products: readonly MarketplaceProduct[];
  access: Readonly<Record<MarketplaceProduct['provider'], MarketplaceAccess>>;
  requestTimeoutMs: number;
}

export type Configuration = Readonly<{
  mongodbUri: string | undefined;
  mongodbDatabase: string;
  temporal: Readonly<{
    address: string | undefined;
    namespace: string;
    apiKey: string | undefined;
    tls: boolean;
    serverCaCertPath: string | undefined;
    clientCertPath: string | undefined;
    clientKeyPath: string | undefined;
    serverName: string | undefined;
  }>;
  cohortSize: number;
  cohortsAtOnce: number;
  expectedSites: readonly string[];
  zones: Readonly<{ CNY: string; USD: string }>;
  giftTiers: GiftTiers;
  /** Of the Temporal SDK, on standard error. */
  logLevel: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  deployment: Readonly<{ name: string; buildId: string }> | undefined;
  marketplaces: Marketplaces;
  expenseCenter: Readonly<{
    host: string;
    /** The wished one. */
    port: number;
    paymentNoticeSecret: string | undefined;
  }>;
  messaging: Messaging;
  arrearsCourse: ArrearsCourse;
}>;

/** @throws ConfigurationError naming the variable and what it must be */
export function readConfiguration(variables: NodeJS.ProcessEnv): Configuration {
  // An empty variable is an unset one.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigurationError(
      `${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'is wrong'}`,
    );
  }
  const set = parsed.data;
  for (const [name, zone] of [
    ['CNY_ZONE', set.CNY_ZONE],
    ['USD_ZONE', set.USD_ZONE],
  ] as const) {
    if (!isZone(zone)) throw new ConfigurationError(`${name}: ${zone} is not a time zone`);
  }
  return {
    mongodbUri: set.MONGODB_URI,
    mongodbDatabase: set.MONGODB_DATABASE,
    temporal: temporalOf(set),
    cohortSize: set.COHORT_SIZE,
    cohortsAtOnce: set.COHORTS_AT_ONCE,
    expectedSites: set.EXPECTED_SITES.split(',')
      .map((site) => site.trim())
      .filter(Boolean),
    zones: { CNY: set.CNY_ZONE, USD: set.USD_ZONE },
    giftTiers: set.CARD_GIFT_TIERS,
    logLevel: set.LOG_LEVEL,
    expenseCenter: {
      host: set.EXPENSE_CENTER_HOST,
      port: set.EXPENSE_CENTER_PORT,
      paymentNoticeSecret: set.PAYMENT_NOTICE_SECRET,
    },
    messaging: messagingOf(set),
    arrearsCourse: arrearsCourseOf(set),
    deployment:
      set.TEMPORAL_DEPLOYMENT_NAME && set.TEMPORAL_WORKER_BUILD_ID
        ? { name: set.TEMPORAL_DEPLOYMENT_NAME, buildId: set.TEMPORAL_WORKER_BUILD_ID }
        : undefined,
    marketplaces: {
      products: readProducts(set.MARKETPLACE_PRODUCTS, set.AWS_REGION),
      access: {
        aws: accessOf({
          endpoint: set.AWS_MARKETPLACE_ENDPOINT,
          keyId: set.AWS_ACCESS_KEY_ID,
          secret: set.AWS_SECRET_ACCESS_KEY,
          sessionToken: set.AWS_SESSION_TOKEN,
        }),
        'alibaba-cloud': accessOf({
          endpoint: set.ALIBABA_CLOUD_MARKET_ENDPOINT,
          keyId: set.ALIBABA_CLOUD_ACCESS_KEY_ID,
          secret: set.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
        }),
        'huawei-cloud': accessOf({
          endpoint: set.HUAWEI_CLOUD_MARKET_ENDPOINT,
          secret: set.HUAWEI_CLOUD_MARKET_KEY,
        }),
      },
      requestTimeoutMs: set.MARKETPLACE_TIMEOUT_MS,
    },
  };
}

function temporalOf(set: z.output<typeof environment>): Configuration['temporal'] {
  return {
    address: set.TEMPORAL_ADDRESS,
    namespace: set.TEMPORAL_NAMESPACE,
    apiKey: set.TEMPORAL_API_KEY,
    tls:
      set.TEMPORAL_TLS === 'true' || set.TEMPORAL_TLS === '1' || set.TEMPORAL_API_KEY !== undefined,
    serverCaCertPath: set.TEMPORAL_TLS_SERVER_CA_CERT_PATH,
    clientCertPath: set.TEMPORAL_TLS_CLIENT_CERT_PATH,
    clientKeyPath: set.TEMPORAL_TLS_CLIENT_KEY_PATH,
    serverName: set.TEMPORAL_TLS_SERVER_NAME,
  };
}

/** Without what is not set, so that an adapter can tell. */
function accessOf(set: {
  [K in keyof MarketplaceAccess]: string | undefined;
}): MarketplaceAccess {
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
}

/** @throws ConfigurationError where the text is no list of products */
function readProducts(
  text: string | undefined,
  awsRegion: string | undefined,
): readonly MarketplaceProduct[] {
  if (text === undefined)
    return demoProducts.map((product) =>
      awsRegion !== undefined && product.provider === 'aws' && product.currency === 'USD'
        ? { ...product, region: awsRegion }
        : product,
    );
  try {
    return products.parse(JSON.parse(text));
  } catch {
    throw new ConfigurationError(
      'MARKETPLACE_PRODUCTS: must be JSON like [{"provider":"aws","currency":"USD","region":"us-east-1","dimension":"usage_cents"}]',
    );
  }
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
