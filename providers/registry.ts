import { SettlementError } from '../domain/settlement-error.js';
import { alibabaCloud } from './alibaba-cloud/connect.js';
import { aws } from './aws/connect.js';
import { huaweiCloud } from './huawei-cloud/connect.js';
import type { Access, CloudProduct, CloudProvider, CloudVendor } from './port.js';

/** Every vendor there is: a new one is its folder and a line here. */
export const vendors: readonly CloudVendor[] = [alibabaCloud, aws, huaweiCloud];

/** @throws SettlementError `bad-input` when no vendor of the list has the product's name */
export function connectProvider(
  product: CloudProduct,
  access: Access,
  from: readonly CloudVendor[] = vendors,
): CloudProvider {
  const vendor = from.find(({ name }) => name === product.provider);
  if (!vendor) throw new SettlementError('bad-input', `no adapter for ${product.provider}`);
  return vendor.connect(product, access);
}
