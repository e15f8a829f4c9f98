import { z } from 'zod';

/** Everything the environment sets, read once, here. */
const environment = z.object({
  MONGODB_URI: z.string().optional(),
  MONGODB_DATABASE: z.string().min(1).max(63).default('settlement'),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: z.enum(['true', 'false', '1', '0']).optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
  COHORT_SIZE: z.coerce.number().int().min(1).max(1000).default(200),
  COHORTS_AT_ONCE: z.coerce.number().int().min(1).max(200).default(4),
  EXPECTED_SITES: z.string().default(''),
  CNY_ZONE: z.string().default('Asia/Shanghai'),
  USD_ZONE: z.string().default('UTC'),
  LOG_LEVEL: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR']).default('WARN'),
  TEMPORAL_DEPLOYMENT_NAME: z.string().optional(),
  TEMPORAL_WORKER_BUILD_ID: z.string().optional(),
});

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
  /** Of the Temporal SDK, on standard error. */
  logLevel: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  deployment: Readonly<{ name: string; buildId: string }> | undefined;
}>;

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

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
    temporal: {
      address: set.TEMPORAL_ADDRESS,
      namespace: set.TEMPORAL_NAMESPACE,
      apiKey: set.TEMPORAL_API_KEY,
      tls:
        set.TEMPORAL_TLS === 'true' ||
        set.TEMPORAL_TLS === '1' ||
        set.TEMPORAL_API_KEY !== undefined,
      serverCaCertPath: set.TEMPORAL_TLS_SERVER_CA_CERT_PATH,
      clientCertPath: set.TEMPORAL_TLS_CLIENT_CERT_PATH,
      clientKeyPath: set.TEMPORAL_TLS_CLIENT_KEY_PATH,
      serverName: set.TEMPORAL_TLS_SERVER_NAME,
    },
    cohortSize: set.COHORT_SIZE,
    cohortsAtOnce: set.COHORTS_AT_ONCE,
    expectedSites: set.EXPECTED_SITES.split(',')
      .map((site) => site.trim())
      .filter(Boolean),
    zones: { CNY: set.CNY_ZONE, USD: set.USD_ZONE },
    logLevel: set.LOG_LEVEL,
    deployment:
      set.TEMPORAL_DEPLOYMENT_NAME && set.TEMPORAL_WORKER_BUILD_ID
        ? { name: set.TEMPORAL_DEPLOYMENT_NAME, buildId: set.TEMPORAL_WORKER_BUILD_ID }
        : undefined,
  };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
