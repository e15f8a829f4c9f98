export { followArrears } from './follow-arrears.js';
export { followUp } from './follow-up.js';
export { collectCloudCharge } from './collect-cloud-charge.js';
export { settleCohort } from './settle-cohort.js';
export { settleCycle } from './settle-cycle.js';
export { startCycle } from './start-cycle.js';
export { submitCharges } from './submit-charges.js';
