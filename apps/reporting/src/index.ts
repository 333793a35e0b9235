export { type OpenedReporting, reportingModule, type ReportingParts } from './open-reporting.js';
