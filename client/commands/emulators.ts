import { emulatorCredentials, type Credentials } from '../../emulators/credentials.js';
import { startEmulators, type Emulators } from '../../emulators/start-emulators.js';
import type { Subscriber } from '../../emulators/subscribers.js';
import { readLines } from '../../import/read-lines.js';
import { readRecord } from '../../import/read-record.js';
import { CommandError, exitStatus } from '../exit-status.js';
import { print, say } from '../say.js';

export interface EmulatorsOptions {
  data?: string[];
  /** Of AWS, Alibaba Cloud and Huawei Cloud. */
  ports?: number[];
  books?: string;
}

/** All three vendors on their own: prints what to put into the environment, and stays until Ctrl-C. */
export async function emulatorsCommand(options: EmulatorsOptions): Promise<number> {
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
  });
  const subscribers = options.data && (await readSubscribers(options.data));
  const credentials = readCredentials(process.env);
  const emulators = await start(options, { subscribers, credentials });
  try {
    for (const line of environmentOf(emulators, credentials)) await print(line);
    say(
      subscribers
        ? `${subscribers.length} cloud accounts are known`
        : 'everybody is subscribed; --data FILE names who is',
    );
    for (const address of Object.values(emulators.addresses)) say(`books: ${address}/emulator`);
    say('Ctrl-C ends it');
    await interrupted;
  } finally {
    await emulators.stop();
  }
  return exitStatus.done;
}

async function start(
  { ports = [], books }: EmulatorsOptions,
  of: { subscribers: Subscriber[] | undefined; credentials: Credentials },
): Promise<Emulators> {
  const [aws = 0, alibabaCloud = 0, huaweiCloud = 0] = ports;
  try {
    return await startEmulators({
      credentials: of.credentials,
      ...(of.subscribers ? { subscribers: of.subscribers } : {}),
      ...(books === undefined ? {} : { folder: books }),
      ports: { aws, 'alibaba-cloud': alibabaCloud, 'huawei-cloud': huaweiCloud },
    });
  } catch (error) {
    // A system error (a port that is taken, a folder that may not be written) says all there is to say.
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new CommandError(`the emulators cannot start: ${error.message}`);
  }
}

async function readSubscribers(files: readonly string[]): Promise<Subscriber[]> {
  const subscribers: Subscriber[] = [];
  let problems = 0;
  for (const file of files) {
    for await (const line of readLines(file)) {
      // The other records are the import's to judge, and there may be millions of them.
      if (!/"kind"\s*:\s*"cloudAccount"/.test(line.text)) continue;
      const read = line.problem
        ? [{ field: 'record', reason: line.problem }]
        : readRecord(line.text);
      if (!Array.isArray(read)) {
        if (read.kind === 'cloudAccount') subscribers.push(read);
        continue;
      }
      problems += read.length;
      for (const { field, reason } of read) say(`${file}:${line.number}: ${field}: ${reason}`);
    }
  }
  if (problems === 0) return subscribers;
  throw new CommandError(`${problems} problems; nothing was started`, exitStatus.badUsage);
}

/** The client's own credentials where it has some, so that both agree; an empty variable is an unset one. */
function readCredentials(variables: NodeJS.ProcessEnv): Credentials {
  const { aws, 'alibaba-cloud': alibabaCloud, 'huawei-cloud': huaweiCloud } = emulatorCredentials;
  return {
    aws: {
      keyId: variables['AWS_ACCESS_KEY_ID'] || aws.keyId,
      secret: variables['AWS_SECRET_ACCESS_KEY'] || aws.secret,
    },
    'alibaba-cloud': {
      keyId: variables['ALIBABA_CLOUD_ACCESS_KEY_ID'] || alibabaCloud.keyId,
      secret: variables['ALIBABA_CLOUD_ACCESS_KEY_SECRET'] || alibabaCloud.secret,
    },
    'huawei-cloud': { secret: variables['HUAWEI_CLOUD_MARKET_KEY'] || huaweiCloud.secret },
  };
}

/** Secrets of the environment are not printed; its owner has them. */
function environmentOf({ addresses }: Emulators, credentials: Credentials): string[] {
  const { aws, 'alibaba-cloud': alibabaCloud, 'huawei-cloud': huaweiCloud } = emulatorCredentials;
  const invented = [
    ['AWS_ACCESS_KEY_ID', credentials.aws.keyId, aws.keyId],
    ['AWS_SECRET_ACCESS_KEY', credentials.aws.secret, aws.secret],
    ['ALIBABA_CLOUD_ACCESS_KEY_ID', credentials['alibaba-cloud'].keyId, alibabaCloud.keyId],
    ['ALIBABA_CLOUD_ACCESS_KEY_SECRET', credentials['alibaba-cloud'].secret, alibabaCloud.secret],
    ['HUAWEI_CLOUD_MARKET_KEY', credentials['huawei-cloud'].secret, huaweiCloud.secret],
  ].filter(([, used, own]) => used === own);
  return [
    `AWS_MARKETPLACE_ENDPOINT=${addresses.aws}`,
    `ALIBABA_CLOUD_MARKET_ENDPOINT=${addresses['alibaba-cloud']}`,
    `HUAWEI_CLOUD_MARKET_ENDPOINT=${addresses['huawei-cloud']}`,
    ...invented.map(([name, used]) => `${name}=${used}`),
  ];
}
