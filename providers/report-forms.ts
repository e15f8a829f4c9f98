import { alibabaCloudReports } from './alibaba-cloud/report-forms.js';
import { awsReports } from './aws/report-forms.js';
import { huaweiCloudReports } from './huawei-cloud/report-forms.js';
import type { ReportForm } from './report-form.js';

/** Every file that reconciling reads: a new one is a table of headings and a line here. */
export const reportForms: readonly ReportForm[] = [
  ...awsReports,
  ...alibabaCloudReports,
  ...huaweiCloudReports,
];
