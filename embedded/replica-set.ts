import { type Db, MongoServerError } from 'mongodb';
import { z } from 'zod';

const NOT_YET_INITIALIZED = 94;

export const REPLICA_SET = 'rs0';

const configSchema = z.looseObject({
  version: z.number(),
  members: z.array(z.looseObject({ host: z.string() })),
});

/**
 * One step towards a replica set whose only node is `host`: makes it, or moves it here when the port was another at the
 * last start. True when the node is primary.
 */
export async function advanceReplicaSet(admin: Db, host: string): Promise<boolean> {
  const hello = await admin.command({ hello: 1 });
  if (hello['isWritablePrimary'] === true && hello['me'] === host) return true;
  const config = await readConfig(admin);
  if (config === undefined) {
    await admin.command({
      replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] },
    });
  } else if (config.members.length !== 1 || config.members[0]?.host !== host) {
    const moved = { ...config, version: config.version + 1, members: [{ _id: 0, host }] };
    await admin.command({ replSetReconfig: moved, force: true });
  }
  return false;
}

async function readConfig(admin: Db): Promise<z.infer<typeof configSchema> | undefined> {
  try {
    const answer = await admin.command({ replSetGetConfig: 1 });
    return configSchema.parse(answer['config']);
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NOT_YET_INITIALIZED) return undefined;
    throw error;
  }
}
