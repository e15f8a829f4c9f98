import {
  startEmulators,
  type EmulatorOptions,
  type Emulators,
} from '../../emulators/start-emulators.js';
import { emulatorCredentials } from '../../emulators/credentials.js';
import { chargesUnderWay } from '../../ledger/read-charges.js';
import type { Day } from '../../domain/billing-cycle.js';
import { startSystem, type System } from './system.js';
import { untilTrue } from './until-true.js';

/** A system whose clouds are emulated in the test's own process. */
export interface CloudSystem {
  system: System;
  emulators: Emulators;
  /** For a command: where the clouds are, and our keys. */
  environment: Record<string, string>;
  /** Settles a day and waits until every charge of it is decided, or is an operator's. */
  settleAndCharge(cycle: Day, currency: 'CNY' | 'USD'): Promise<void>;
  stop(): Promise<void>;
}

export async function startCloudSystem(options: EmulatorOptions = {}): Promise<CloudSystem> {
  const emulators = await startEmulators(options);
  const environment = environmentOf(emulators);
  const system = await startSystem({ environment });
  return {
    system,
    emulators,
    environment,
    async settleAndCharge(cycle, currency) {
      await system.settle(cycle, currency);
      await untilTrue(async () => {
        const { underWay } = await chargesUnderWay(system.ledger, { currency, cycle });
        return underWay === 0;
      });
    },
    async stop() {
      await system.stop();
      await emulators.stop();
    },
  };
}

export function environmentOf({ addresses }: Emulators): Record<string, string> {
  const { aws, 'alibaba-cloud': alibaba, 'huawei-cloud': huawei } = emulatorCredentials;
  return {
    AWS_MARKETPLACE_ENDPOINT: addresses.aws,
    AWS_ACCESS_KEY_ID: aws.keyId,
    AWS_SECRET_ACCESS_KEY: aws.secret,
    ALIBABA_CLOUD_MARKET_ENDPOINT: addresses['alibaba-cloud'],
    ALIBABA_CLOUD_ACCESS_KEY_ID: alibaba.keyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: alibaba.secret,
    HUAWEI_CLOUD_MARKET_ENDPOINT: addresses['huawei-cloud'],
    HUAWEI_CLOUD_MARKET_KEY: huawei.secret,
  };
}
