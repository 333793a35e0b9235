export { type Examination, examine } from './commands/examination.js';
