/** What requests are signed with. KooGallery knows one key only. */
export interface Credentials {
  aws: { keyId: string; secret: string };
  'alibaba-cloud': { keyId: string; secret: string };
  'huawei-cloud': { secret: string };
}

/** Of no account anywhere: an emulator checks signatures, it guards nothing. */
export const emulatorCredentials: Credentials = {
  aws: { keyId: 'AKIAEMULATOR00000000', secret: 'emulator-aws-secret' },
  'alibaba-cloud': { keyId: 'LTAIemulator', secret: 'emulator-alibaba-cloud-secret' },
  'huawei-cloud': { secret: 'emulator-huawei-cloud-key' },
};
