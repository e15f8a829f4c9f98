import { z } from 'zod';
import { Refusal, type ReceivedRequest } from '../vendor-emulator.js';
import { parsedJson, readParameters, required } from './read-parameters.js';
import { meteringKeys } from './rules.js';

/** One record of a push on the international site. */
export interface MeteringOrder {
  PushOrderBizId: string;
  InstanceId: string;
  fromMs: number;
  toMs: number;
  dimension: string;
  units: number;
  MeteringAssist: string | undefined;
}

const mostOrders = 100;
const entityForm = z.record(z.string(), z.int().min(0));
/** From here on a number counts milliseconds: as seconds it would be the year 5138. */
const leastMilliseconds = 1e11;

/**
 * `MeteringData.1.InstanceId=…`, numbered from 1 without a gap.
 * @throws Refusal
 */
export function readOrders(request: ReceivedRequest): MeteringOrder[] {
  const parameters = readParameters(request);
  required(parameters, 'GmtCreate');
  const orders: MeteringOrder[] = [];
  for (let n = 1; n <= mostOrders; n++) {
    const prefix = `MeteringData.${n}.`;
    if (![...parameters.keys()].some((name) => name.startsWith(prefix))) break;
    orders.push(readOrder(parameters, prefix));
  }
  if (orders.length === 0) throw new Refusal('MissingMeteringData');
  return orders;
}

function readOrder(parameters: ReadonlyMap<string, string>, prefix: string): MeteringOrder {
  const entity = entityForm.safeParse(
    parsedJson(required(parameters, `${prefix}MeteringEntity`), 'MeteringEntity'),
  );
  const [item, ...others] = Object.entries(entity.data ?? {});
  if (item === undefined || others.length > 0 || !meteringKeys.has(item[0])) {
    throw new Refusal('InvalidMeteringEntity');
  }
  const [fromMs, toMs] = [
    milliseconds(required(parameters, `${prefix}StartTime`)),
    milliseconds(required(parameters, `${prefix}EndTime`)),
  ];
  if (!(fromMs < toMs)) throw new Refusal('InvalidMeteringData', 'EndTime must be after StartTime');
  return {
    PushOrderBizId: required(parameters, `${prefix}PushOrderBizId`),
    InstanceId: required(parameters, `${prefix}InstanceId`),
    fromMs,
    toMs,
    dimension: item[0],
    units: item[1],
    MeteringAssist: parameters.get(`${prefix}MeteringAssist`),
  };
}

/** The type is a long and nothing says of what. */
function milliseconds(text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return value >= leastMilliseconds ? value : value * 1_000;
}
