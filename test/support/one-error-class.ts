import NodeEnvironment from 'jest-environment-node';

/**
 * Jest gives a test an Error class of its own, of which the errors of Node's sockets are no
 * instances; the AWS SDK then takes them for something else and drops their codes.
 */
export default class OneErrorClass extends NodeEnvironment {
  constructor(...configuration: ConstructorParameters<typeof NodeEnvironment>) {
    super(...configuration);
    this.global.Error = Error;
  }
}
